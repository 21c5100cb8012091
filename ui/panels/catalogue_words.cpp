#include "panels/catalogue_words.h"

#include <QStringList>
#include <algorithm>
#include <cmath>

#include "panels/get_models_dialog.h"
#include "widgets/units.h"

namespace duo::ui {
namespace {

QString speedWords(double bytesPerSecond) {
    return GetModelsDialog::tr("%1/s").arg(bytesWords(bytesPerSecond));
}

const CatalogueFile* fileOf(const CatalogueListed& listed, const std::string& name) {
    const auto found = std::ranges::find(listed.files, name, &CatalogueFile::file);
    return found == listed.files.end() ? nullptr : &*found;
}

std::vector<const CatalogueFile*> filesOf(const CatalogueFamily& family,
                                          const CatalogueListed& listed) {
    std::vector<const CatalogueFile*> files;
    for (const std::string& name : family.files) {
        if (const CatalogueFile* file = fileOf(listed, name)) files.push_back(file);
    }
    return files;
}

}  // namespace

// The catalogue's own titles are English; these follow its names.
QString familyTitle(const CatalogueFamily& family) {
    const QString name = QString::fromStdString(family.name);
    const QString number = name.mid(name.indexOf('-') + 1);
    if (name.startsWith(QLatin1String("code-")))
        return GetModelsDialog::tr("CoDe pair for N = %1").arg(number);
    if (name.startsWith(QLatin1String("cca-")))
        return GetModelsDialog::tr("VAR-%1 of CCA alone, needs no guidance").arg(number);
    if (name.startsWith(QLatin1String("ddo-")))
        return GetModelsDialog::tr("VAR-%1 of DDO alone, needs no guidance").arg(number);
    if (!name.startsWith(QLatin1String("var-"))) return QString::fromStdString(family.title);
    const QStringList depths = number.split('+');
    return depths.size() == 2 ? GetModelsDialog::tr("VAR-%1 and VAR-%2, a pair for any N")
                                    .arg(depths[0], depths[1])
                              : GetModelsDialog::tr("VAR-%1 alone").arg(number);
}

QString familySize(const CatalogueFamily& family, const CatalogueListed& listed) {
    double bytes = 0;
    bool known = true;
    for (const CatalogueFile* file : filesOf(family, listed)) {
        bytes += static_cast<double>(file->bytes);
        known = known && file->bytesKnown;
    }
    return known ? bytesWords(bytes) : GetModelsDialog::tr("about %1").arg(bytesWords(bytes));
}

QString familyLicence(const CatalogueFamily& family, const CatalogueListed& listed) {
    QStringList licences;
    for (const CatalogueFile* file : filesOf(family, listed))
        licences << QString::fromStdString(file->licence);
    licences.removeDuplicates();
    return licences.join(QStringLiteral(" + "));
}

QString familyPresence(const CatalogueFamily& family, const CatalogueListed& listed) {
    const std::vector<const CatalogueFile*> files = filesOf(family, listed);
    const auto there = std::ranges::count(files, true, &CatalogueFile::there);
    if (there == 0) return {};
    if (there == static_cast<std::ptrdiff_t>(files.size())) return GetModelsDialog::tr("there");
    return GetModelsDialog::tr("%1 of %2 files").arg(there).arg(files.size());
}

QString fileSize(const CatalogueFile& file) {
    const QString bytes = bytesWords(static_cast<double>(file.bytes));
    return file.bytesKnown ? bytes : GetModelsDialog::tr("about %1").arg(bytes);
}

QString memoryWords(const CatalogueFile& file) {
    if (file.fp32Bytes == 0) return {};
    QStringList words{bytesWords(static_cast<double>(file.fp32Bytes))};
    if (file.kind == CatalogueKind::Var) {
        words << bytesWords(static_cast<double>(file.bf16Bytes))
              << bytesWords(static_cast<double>(file.int8Bytes));
    }
    return words.join(QStringLiteral(", "));
}

QString presenceWords(const CatalogueFile& file) {
    if (file.there) {
        return file.converted.empty()
                   ? GetModelsDialog::tr("there")
                   : GetModelsDialog::tr("there (%1)").arg(QString::fromStdString(file.converted));
    }
    if (file.arrivedBytes == 0) return {};
    return GetModelsDialog::tr("%1 arrived")
        .arg(bytesWords(static_cast<double>(file.arrivedBytes)));
}

QString progressWords(const GetProgress& file) {
    switch (file.phase) {
        case GetPhase::Waiting:
            return GetModelsDialog::tr("waits");
        case GetPhase::Connecting:
            return GetModelsDialog::tr("connecting");
        case GetPhase::Pausing:
            return GetModelsDialog::tr("trying again");
        case GetPhase::Converting:
            return GetModelsDialog::tr("converting");
        case GetPhase::Done:
            return GetModelsDialog::tr("there");
        case GetPhase::Failed:
            return GetModelsDialog::tr("failed");
        case GetPhase::Stopped:
            return GetModelsDialog::tr("stopped");
        case GetPhase::Receiving:
            break;
    }
    const auto bytes = static_cast<double>(file.bytes);
    const QString share = file.totalBytes > 0
                              ? GetModelsDialog::tr("%1 %").arg(
                                    std::floor(100 * bytes / static_cast<double>(file.totalBytes)))
                              : bytesWords(bytes);
    return file.bytesPerSecond > 0 ? share + ", " + speedWords(file.bytesPerSecond) : share;
}

QString sumWords(const DownloadSum& sum) {
    QString words = GetModelsDialog::tr("%1 of %2 files; %3 of %4")
                        .arg(sum.ended)
                        .arg(sum.files)
                        .arg(bytesWords(sum.bytes), bytesWords(sum.totalBytes));
    if (sum.bytesPerSecond > 0) {
        words += GetModelsDialog::tr(", %1, %2 left", "speed, time")
                     .arg(speedWords(sum.bytesPerSecond), roughDurationWords(sum.secondsLeft()));
    }
    return words;
}

}  // namespace duo::ui
