// The title line of a FoldBox: chevron, title, summary.
#pragma once

#include <QAbstractButton>

namespace duo::ui {

class FoldHeader : public QAbstractButton {
    Q_OBJECT
  public:
    explicit FoldHeader(const QString& title, QWidget* parent = nullptr);

    void setSummary(const QString& summary);  // elided at the right

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;  // Enter toggles too; right opens, left folds

  private:
    QFont titleFont() const;

    QString summary_;
};

}  // namespace duo::ui
