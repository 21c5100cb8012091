// Base of all charts: a title row with Export…, a plot in the theme's colours, a tooltip at the
// cursor, a text for an empty chart, and the figures as text for screen readers.
#pragma once

#include <QWidget>
#include <map>

#include "charts/chart_export.h"

class QAction;
class QCustomPlot;
class QHBoxLayout;
class QLabel;
class QStackedLayout;
class QCPAbstractPlottable;
class QCPAxis;
class QCPLayoutGrid;

namespace duo::ui {

class Chart : public QWidget {
    Q_OBJECT
  public:
    explicit Chart(const QString& title, QWidget* parent = nullptr);

    virtual ChartTable table() const = 0;
    // The figures in one or two sentences.
    virtual QString summary() const = 0;
    bool isEmpty() const { return empty_; }
    const QString& title() const { return title_; }
    QString note() const;

    QString csv() const { return csvText(table()); }
    QImage picture() const;
    QByteArray svg() const;
    // Chooses the format by suffix: .png, .svg or .csv. Returns an error sentence, or empty if
    // written.
    QString exportTo(const QString& file) const;
    QAction* exportAction() const { return export_; }  // opens a file dialog

    // While on, axes keep the largest range since it was turned on, so that the charts of one run
    // after another can be compared by eye.
    void setGrowOnly(bool on);

    QCustomPlot& plot() const { return *plot_; }

  signals:
    void exported(const QString& file);

  protected:
    void setEmptyText(const QString& title, const QString& hint);
    void addTool(QWidget* tool);  // in the title row, before Export…
    // Ends every refresh: shows the plot or the empty text, puts the note right of the title, and
    // draws once for all refreshes of one event-loop turn.
    void finish(bool empty, const QString& note);
    // Arranged in as few lines as fit the width. brief: used instead if the chart is too low.
    void setLegend(const std::vector<QCPAbstractPlottable*>& plottables,
                   const std::vector<QCPAbstractPlottable*>& brief = {});
    // Sets pens and brushes of the chart's items; called at the start and on palette changes.
    virtual void applyColors() = 0;
    // Describes the item under the cursor as rich text; empty for none.
    virtual QString tipAt(const QPointF& position) const = 0;
    virtual void clickedAt(const QPointF& /*position*/) {}
    virtual bool keyPressed(int /*key*/) { return false; }  // true: the chart used the key

    // Called once by each chart at the end of its constructor.
    void begin();
    // label: with its unit in brackets; only the unit is shown if there is no room for more.
    void showAxis(QCPAxis* axis, const QString& label);
    // upper: the axis's end in base units. The end to show: while axes only grow, the largest.
    double grown(QCPAxis* axis, double upper);
    QFont smallFont() const;

    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void buildHeader();
    QWidget* buildEmpty();
    void buildPlot();
    void connectPlot();
    void applyTheme();
    void placeLegend();
    void fitLegend();
    bool fillLegend(const std::vector<QCPAbstractPlottable*>& plottables);
    void fitLabels();
    void fitNote();
    void chooseFile();
    void copyPicture();
    void tell(const QString& sentence);

    QString title_, note_;
    std::map<QCPAxis*, QString> labels_;
    std::map<QCPAxis*, double> ends_;  // of axes that only grow
    bool growOnly_ = false;
    QHBoxLayout* header_;
    QLabel* titleLabel_;
    QLabel* noteLabel_;
    QLabel* emptyTitle_;
    QLabel* emptyHint_;
    QStackedLayout* stack_;
    QCustomPlot* plot_;
    std::vector<QCPAbstractPlottable*> inLegend_, inBriefLegend_;
    QCPLayoutGrid* legendLine_ = nullptr;  // null until there is a legend
    QAction* export_;
    int legendHeight_ = 0;
    bool empty_ = true;
};

}  // namespace duo::ui
