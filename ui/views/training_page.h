// A followed training: its figures in one line, the loss, and its sheets of pictures.
#pragma once

#include <QWidget>

#include "state/run_folder.h"

class QLabel;
class QSlider;
class QSplitter;

namespace duo::ui {

class ImageCanvas;
class LossChart;
class SweepLine;

class TrainingPage : public QWidget {
    Q_OBJECT
  public:
    explicit TrainingPage(QWidget* parent = nullptr);

    void showNews(const RunNews& news);
    void showPicture(const QString& file, const QImage& image);

    LossChart& chart() { return *chart_; }
    ImageCanvas& canvas() { return *canvas_; }
    QSlider& sheets() { return *slider_; }
    QString figures() const;

  signals:
    void pictureWanted(const QString& file);

  private:
    QWidget* buildSheets();
    void takeSheets(const QStringList& sheets);
    void wantPicture();
    QString sheetText() const;
    QString shown() const;  // the sheet the slider stands at; empty where there is none

    SweepLine* figures_;
    LossChart* chart_;
    QSplitter* parts_;
    QWidget* sheetBox_ = nullptr;
    ImageCanvas* canvas_;
    QSlider* slider_;
    QLabel* sheetLabel_;
    QStringList sheets_;  // oldest first
    QString wanted_;
};

}  // namespace duo::ui
