// Icon engine for our line icons: draws the SVG at each size in the theme's current colour, so that
// a theme change needs no new icons.
#pragma once

#include <QIconEngine>
#include <QString>

namespace duo::ui {

class LineIcon : public QIconEngine {
  public:
    // color: called on each drawing; null: the palette's text colour, fainter when disabled.
    LineIcon(QString name, QColor (*color)());

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override;
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override;
    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state,
                         qreal scale) override;
    QIconEngine* clone() const override { return new LineIcon(*this); }
    QString key() const override { return QStringLiteral("duo-line-icon"); }
    QString iconName() override { return name_; }
    bool isNull() override { return svg_.isEmpty(); }

    static QString fileOf(const QString& name);

  private:
    QColor colorFor(QIcon::Mode mode) const;

    QString name_;
    QByteArray svg_;
    QColor (*color_)();
};

}  // namespace duo::ui
