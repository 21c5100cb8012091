// Folders as the command line's runs leave them: a training's log and sheets, a sampling run's
// manifest and pictures.
#pragma once

#include <QColor>
#include <QDir>
#include <QFile>
#include <QImage>
#include <cmath>

namespace duo::ui::test {

inline void writeTo(const QString& file, const QByteArray& text,
                    QIODevice::OpenMode how = QIODevice::WriteOnly) {
    QFile out(file);
    if (out.open(how)) out.write(text);
}

// Reports first … last, one every 20 steps, as a loss goes.
inline QByteArray reports(int first, int last) {
    QByteArray text;
    for (int i = first; i <= last; ++i) {
        const double noise = 0.25 * std::sin(i * 12.9898) * std::cos(i * 4.1414);
        const double loss = 2.2 + 5.5 * std::exp(-i / 60.0) + noise;
        text += QByteArray::number(20 * i) + ',' + QByteArray::number(0.4 * i) + ',' +
                QByteArray::number(1e-3 * std::min(1.0, i / 5.0) * (1 - 0.8 * i / 500.0)) +
                ",82.5," + QByteArray::number(loss) + ',' + QByteArray::number(0.4 * (500 - i)) +
                '\n';
    }
    return text;
}

inline void makeTraining(const QString& folder, int count) {
    QDir().mkpath(folder + "/sheets");
    writeTo(folder + "/log.csv",
            "step,seconds,rate,pictures_per_second,loss,seconds_left\n" + reports(1, count));
}

inline QString addSheet(const QString& folder, int step) {
    const QString file =
        QStringLiteral("%1/sheets/step-%2.png").arg(folder).arg(step, 7, 10, QChar('0'));
    QImage sheet(96, 64, QImage::Format_RGB888);
    sheet.fill(QColor::fromHsv(step / 20 % 360, 160, 200));
    sheet.save(file);
    return file;
}

// The run of a family whose drafter trains: its VQ-VAE is done. written: its models are finished.
inline void makeFamilyRun(const QString& family, bool written) {
    const QString run = family + "/training";
    makeTraining(run + "/vqvae", 20);
    makeTraining(run + "/drafter", 250);
    const QByteArray rest = written ? "done" : "waiting";
    const auto stage = [](const QByteArray& name, const QByteArray& folder,
                          const QByteArray& minutes, const QByteArray& state) {
        return R"({"name": ")" + name + R"(", "folder": ")" + folder + R"(", "minutes": )" +
               minutes + R"(, "state": ")" + state + "\"}";
    };
    writeTo(run + "/family-run.json",
            R"({"format": "duoscale family 1", "family": "..", "settings": {}, "stages": [)" +
                stage("vqvae", "vqvae", "2", "done") + ',' +
                stage("drafter", "drafter", "3.3333333", written ? "done" : "running") + ',' +
                stage("refiner_8", "refiner_8", "1", rest) + ',' + stage("family", "", "0", rest) +
                "]}");
    if (written) writeTo(family + "/vqvae.safetensors", "models");
}

inline void makeSampling(const QString& folder, int classes, int perClass) {
    QDir().mkpath(folder);
    QByteArray labels;
    for (int i = 0; i < classes; ++i) labels += (i > 0 ? "," : "") + QByteArray::number(i);
    writeTo(folder + "/sample.json", R"({"format": "duoscale sample 1", "seed": 7, "per_class": )" +
                                         QByteArray::number(perClass) + R"(, "classes": [)" +
                                         labels + R"(], "settings": {"the split": "8"}})");
}

inline void addPicture(const QString& folder, int index) {
    QImage picture(128, 128, QImage::Format_RGB888);
    picture.fill(QColor::fromHsv(index * 37 % 360, 140, 210));
    picture.save(QStringLiteral("%1/%2_0003-dune.png").arg(folder).arg(index, 6, 10, QChar('0')));
}

}  // namespace duo::ui::test
