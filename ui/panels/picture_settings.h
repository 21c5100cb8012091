// The settings of a picture as lines of text: class, seed, split, sampling, models, device, time.
#pragma once

#include <QDateTime>
#include <QLabel>

#include "protocol/provenance.h"

namespace duo::ui {

class PictureSettings : public QLabel {
    Q_OBJECT
  public:
    explicit PictureSettings(QWidget* parent = nullptr);

    // provenance: JSON of protocol/provenance.h; unreadable ones say so. decodeMs 0: unknown.
    void showPicture(const QString& provenance, const QDateTime& made, double decodeMs);

    // Label and value of each line.
    static QList<std::pair<QString, QString>> lines(const Provenance& provenance);

  protected:
    void changeEvent(QEvent* event) override;  // the colour of the labels

  private:
    void showLines();

    QList<std::pair<QString, QString>> lines_;
};

}  // namespace duo::ui
