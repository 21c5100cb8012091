#include "ui/support/demo_family.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtEndian>
#include <map>
#include <stdexcept>

#include "support/lively_weights.h"

namespace duo::ui::test {
namespace {

using Shape = std::vector<std::int64_t>;

// Names and shapes of the fixtures' models. The VQ-VAE is halved in width, which keeps it quick.
std::map<QString, Shape> shapesOf(const QString& model) {
    QFile file(DUO_MODELS "/../tests/data/state_dicts.txt");
    if (!file.open(QIODevice::ReadOnly)) throw std::runtime_error("no state_dicts.txt");
    std::map<QString, Shape> shapes;
    for (const QByteArray& line : file.readAll().split('\n')) {
        const QList<QByteArray> words = line.simplified().split(' ');
        if (words.size() < 2 || words[0] != model.toLatin1()) continue;
        const QString name = QString::fromLatin1(words[1]);
        if (name == "attn_bias_for_masking" || name.endsWith("ema_vocab_hit_SV")) continue;
        Shape shape;
        for (const QByteArray& word : words.mid(2)) {
            const std::int64_t size = word.toLongLong();
            const bool width = model == "vae" && size >= 64 && size != 96;
            shape.push_back(width ? size / 2 : size);
        }
        shapes[name] = shape;
    }
    return shapes;
}

// The scale of every token: 0, 1, 1, 1, 1, 2, … for sides 1 … 6.
QByteArray levels() {
    QByteArray bytes;
    for (qint64 k = 0; k < 6; ++k) {
        const qint64 level = qToLittleEndian(k);
        for (int i = 0; i < (k + 1) * (k + 1); ++i) {
            bytes.append(reinterpret_cast<const char*>(&level), sizeof level);
        }
    }
    return bytes;
}

QByteArray valuesOf(const QString& model, const QString& name, const Shape& shape) {
    if (name == "lvl_1L") return levels();
    const std::vector<float> values =
        duo::test::livelyTensor((model + "/" + name).toStdString(), shape);
    return QByteArray(reinterpret_cast<const char*>(values.data()),
                      static_cast<qsizetype>(values.size() * sizeof(float)));
}

// The safetensors format: 8 bytes of length, a JSON header, the values.
void writeModel(const QString& model, const QString& file) {
    QJsonObject header;
    QByteArray data;
    for (const auto& [name, shape] : shapesOf(model)) {
        QJsonArray sizes;
        for (const std::int64_t size : shape) sizes.append(static_cast<qint64>(size));
        const qint64 begin = data.size();
        data += valuesOf(model, name, shape);
        header[name] =
            QJsonObject{{"dtype", QString(name == "lvl_1L" ? "I64" : "F32")},
                        {"shape", sizes},
                        {"data_offsets", QJsonArray{begin, static_cast<qint64>(data.size())}}};
    }
    QByteArray text = QJsonDocument(header).toJson(QJsonDocument::Compact);
    text += QByteArray(8 - text.size() % 8, ' ');
    const quint64 length = qToLittleEndian<quint64>(text.size());
    QFile out(file);
    if (!out.open(QIODevice::WriteOnly)) throw std::runtime_error("no folder for the test");
    out.write(reinterpret_cast<const char*>(&length), sizeof length);
    out.write(text);
    out.write(data);
}

void writeClasses(const QString& file) {
    QFile out(file);
    if (!out.open(QIODevice::WriteOnly)) throw std::runtime_error("no folder for the test");
    const char* names[] = {"apple", "bridge", "castle",  "dune",   "eagle",
                           "fjord", "garden", "harbour", "island", "jungle, rain forest"};
    for (int i = 0; i < 10; ++i) out.write(QByteArray::number(i) + "\t\t" + names[i] + "\n");
}

}  // namespace

QString tinyFamilyFolder() {
    static const QTemporaryDir folder;
    static const QString path = [] {
        const QDir dir(folder.path());
        writeModel("vae", dir.filePath("vqvae.safetensors"));
        writeModel("drafter", dir.filePath("drafter.safetensors"));
        writeModel("refiner", dir.filePath("refiner.safetensors"));
        writeClasses(dir.filePath("classes.tsv"));
        return dir.path();
    }();
    return path;
}

QString addPairsTo(const QString& folder, const std::vector<int>& splits) {
    QDir().mkpath(folder);
    const QDir from(tinyFamilyFolder()), to(folder);
    for (const QString& name : from.entryList(QDir::Files)) {
        QFile::copy(from.filePath(name), to.filePath(name));
    }
    for (const int split : splits) {
        for (const char* model : {"drafter", "refiner"}) {
            const QString tuned =
                to.filePath(QStringLiteral("%1_%2.safetensors").arg(model).arg(split));
            QFile::copy(from.filePath(QString(model) + ".safetensors"), tuned);
            QFile weights(tuned);
            if (!weights.open(QIODevice::ReadWrite)) throw std::runtime_error("no tuned model");
            // The values of the tensor that comes last by name.
            const std::vector<float> values(256, 0.3F * static_cast<float>(split));
            const auto bytes = static_cast<qint64>(values.size() * sizeof(float));
            weights.seek(weights.size() - bytes);
            weights.write(reinterpret_cast<const char*>(values.data()), bytes);
        }
    }
    return to.path();
}

QString demoFamilyFolder() {
    const QDir demo(DUO_MODELS "/demo");
    for (const char* model : {"vqvae", "drafter", "refiner"}) {
        if (!demo.exists(QString(model) + ".safetensors")) return tinyFamilyFolder();
    }
    return demo.path();
}

}  // namespace duo::ui::test
