// What all charts share: a title row with Export…, a plot in the window's colours, a tool tip at
// the cursor, words where there is nothing to draw yet, and the figures as text for screen readers.
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
    // The figures in a sentence or two.
    virtual QString summary() const = 0;
    bool isEmpty() const { return empty_; }
    const QString& title() const { return title_; }
    QString note() const;

    QString csv() const { return csvText(table()); }
    QImage picture() const;
    QByteArray svg() const;
    // By the name's end: .png, .svg or .csv. Empty result: written; else a sentence.
    QString exportTo(const QString& file) const;
    QAction* exportAction() const { return export_; }  // asks for a file

    QCustomPlot& plot() const { return *plot_; }

  signals:
    void exported(const QString& file);

  protected:
    void setEmptyText(const QString& title, const QString& hint);
    void addTool(QWidget* tool);  // in the title row, before Export…
    // Ends every refresh: shows plot or words, the note right of the title, and draws once for all
    // refreshes of one turn of the event loop.
    void finish(bool empty, const QString& note);
    // In as few lines as fit the width. brief: in its place where the chart is too low for it.
    void setLegend(const std::vector<QCPAbstractPlottable*>& plottables,
                   const std::vector<QCPAbstractPlottable*>& brief = {});
    // Pens and brushes of the chart's own things; called at first and when the palette changes.
    virtual void applyColors() = 0;
    // What is under the cursor, as rich text; empty for nothing.
    virtual QString tipAt(const QPointF& position) const = 0;
    virtual void clickedAt(const QPointF& /*position*/) {}
    virtual bool keyPressed(int /*key*/) { return false; }  // whether it was meant for the chart

    // Called once by each chart at the end of its constructor.
    void begin();
    // label: with its unit in brackets, which stands alone where there is no room for more.
    void showAxis(QCPAxis* axis, const QString& label);
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
    QHBoxLayout* header_;
    QLabel* titleLabel_;
    QLabel* noteLabel_;
    QLabel* emptyTitle_;
    QLabel* emptyHint_;
    QStackedLayout* stack_;
    QCustomPlot* plot_;
    std::vector<QCPAbstractPlottable*> inLegend_, inBriefLegend_;
    QCPLayoutGrid* legendLine_ = nullptr;  // once there is a legend
    QAction* export_;
    int legendHeight_ = 0;
    bool empty_ = true;
};

}  // namespace duo::ui
