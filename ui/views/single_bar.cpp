#include "views/single_bar.h"

#include <QtWidgets>

#include "widgets/help_topics.h"
#include "widgets/image_canvas.h"
#include "widgets/theme.h"
#include "widgets/wrap_layout.h"

namespace duo::ui {
namespace {

constexpr int kMaxGainStep = 5;  // gain 1, 2, 4, … 32
constexpr double kZoomStep = 1.25;

QToolButton* toolButton(const QString& name) {
    auto* button = new QToolButton;
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setAccessibleName(name);
    button->setToolTip(name);
    return button;
}

}  // namespace

SingleBar::SingleBar(ImageCanvas& canvas, QWidget* parent)
    : QWidget(parent),
      canvas_(canvas),
      layers_(new QButtonGroup(this)),
      gainBox_(new QWidget),
      gain_(new QSlider(Qt::Horizontal)),
      gainText_(new QLabel),
      zoom_(new QLabel),
      gridButton_(toolButton(tr("All pictures of the batch (G)"))),
      stripButton_(toolButton(tr("Analysis beside the picture"))),
      ghostButton_(toolButton(tr("Plain VAR over the picture (V)"))),
      ghosts_(new QActionGroup(this)) {
    auto* row = new WrapLayout(this);
    row->setContentsMargins(theme::kInset, theme::kGap / 2, theme::kInset, theme::kGap / 2);
    row->setSpacing(theme::kGap / 2);
    addLayers(row);
    addGain(row);
    row->pushRight();
    addZoom(row);
    addGhostButton(row);
    addGridButton(row);
    addStripButton(row);
    setIcons();
    setLayer(SingleLayer::Picture);
    setGainStep(1);
}

void SingleBar::addLayers(QLayout* row) {
    const struct {
        QString name, tip;
        const char* topics;  // of the help; null: none
    } layers[] = {
        {tr("Picture"), tr("The picture after this scale"), nullptr},
        {tr("Added"), tr("What this scale added: grey is no change"), "latent"},
        {tr("Tokens"), tr("The codes drawn at this scale, one colour per code"), "token-map"},
        {tr("Entropy"), tr("Entropy of each draw: dark is certain"), "entropy"}};
    for (int i = 0; i < 4; ++i) {
        QToolButton* button = toolButton(layers[i].name);
        button->setText(layers[i].name);
        button->setToolTip(tr("%1 (%2)").arg(layers[i].tip).arg(i + 1));
        button->setCheckable(true);
        if (layers[i].topics != nullptr) setHelpTopics(*button, layers[i].topics);
        layers_->addButton(button, i);
        row->addWidget(button);
    }
    connect(layers_, &QButtonGroup::idClicked, this,
            [this](int id) { emit layerChosen(static_cast<SingleLayer>(id)); });
}

void SingleBar::addGain(QLayout* row) {
    auto* inner = new QHBoxLayout(gainBox_);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(theme::kGap / 2);
    gain_->setRange(0, kMaxGainStep);
    gain_->setPageStep(1);
    gain_->setAccessibleName(tr("Gain of the difference"));
    gain_->setToolTip(tr("How strongly differences are drawn"));
    gain_->setFixedWidth(fontMetrics().averageCharWidth() * 16);
    auto* label = new QLabel(tr("Gain"));
    label->setBuddy(gain_);
    inner->addWidget(label);
    inner->addWidget(gain_);
    inner->addWidget(gainText_);
    row->addWidget(gainBox_);
    connect(gain_, &QSlider::valueChanged, this, [this] {
        gainText_->setText(tr("×%1").arg(static_cast<int>(gain())));
        emit gainChanged();
    });
}

void SingleBar::addZoom(QLayout* row) {
    zoom_->setProperty("subtle", true);
    zoom_->setAccessibleName(tr("Zoom"));
    row->addWidget(zoom_);
    const QString names[] = {tr("Zoom out (−)"), tr("Zoom in (+)"), tr("Fit (0)"),
                             tr("Actual size (double click)")};
    for (std::size_t i = 0; i < zoomButtons_.size(); ++i) {
        zoomButtons_[i] = toolButton(names[i]);
        row->addWidget(zoomButtons_[i]);
    }
    connect(zoomButtons_[0], &QToolButton::clicked, &canvas_,
            [this] { canvas_.zoomBy(1 / kZoomStep); });
    connect(zoomButtons_[1], &QToolButton::clicked, &canvas_,
            [this] { canvas_.zoomBy(kZoomStep); });
    connect(zoomButtons_[2], &QToolButton::clicked, &canvas_, &ImageCanvas::fit);
    connect(zoomButtons_[3], &QToolButton::clicked, &canvas_, &ImageCanvas::actualSize);
    connect(canvas_.view(), &CanvasView::changed, this, &SingleBar::tellZoom);
}

void SingleBar::addGridButton(QLayout* row) {
    gridButton_->setCheckable(true);
    gridButton_->setChecked(true);
    gridButton_->hide();
    row->addWidget(gridButton_);
    connect(gridButton_, &QToolButton::toggled, this, &SingleBar::gridToggled);
}

void SingleBar::addGhostButton(QLayout* row) {
    auto* menu = new QMenu(ghostButton_);
    for (const QString& name :
         {tr("Off"), tr("Wipe to plain VAR"), tr("Difference to plain VAR")}) {
        QAction* choice = menu->addAction(name);
        choice->setCheckable(true);
        ghosts_->addAction(choice);
    }
    ghosts_->actions().constFirst()->setChecked(true);
    ghostButton_->setMenu(menu);
    ghostButton_->setPopupMode(QToolButton::InstantPopup);
    row->addWidget(ghostButton_);
    connect(ghosts_, &QActionGroup::triggered, this, [this](QAction* choice) {
        showGain();
        emit ghostChosen(static_cast<PlainGhost::Kind>(ghosts_->actions().indexOf(choice)));
    });
}

void SingleBar::chooseNextGhost() {
    const QList<QAction*> choices = ghosts_->actions();
    const qsizetype now = choices.indexOf(ghosts_->checkedAction());
    choices[(now + 1) % choices.size()]->trigger();
}

// The gain is of differences: what a scale added, or to plain VAR.
void SingleBar::showGain() {
    const bool added = layers_->checkedId() == static_cast<int>(SingleLayer::Added);
    const bool picture = layers_->checkedId() == static_cast<int>(SingleLayer::Picture);
    gainBox_->setVisible(added || (picture && ghosts_->actions().constLast()->isChecked()));
}

void SingleBar::addStripButton(QLayout* row) {
    stripButton_->setCheckable(true);
    row->addWidget(stripButton_);
    connect(stripButton_, &QToolButton::toggled, this, &SingleBar::stripToggled);
}

void SingleBar::setLayer(SingleLayer layer) {
    layers_->button(static_cast<int>(layer))->setChecked(true);
    showGain();
}

int SingleBar::gainStep() const {
    return gain_->value();
}

void SingleBar::setGainStep(int step) {
    gain_->setValue(step);
}

bool SingleBar::gridWanted() const {
    return gridButton_->isChecked();
}

void SingleBar::setGridWanted(bool wanted) {
    gridButton_->setChecked(wanted);
}

void SingleBar::setGrid(bool batch, bool shown) {
    gridButton_->setVisible(batch);
    zoom_->setVisible(!shown);
    for (QToolButton* button : zoomButtons_) button->setVisible(!shown);
}

bool SingleBar::stripShown() const {
    return stripButton_->isChecked();
}

void SingleBar::setStripShown(bool shown) {
    stripButton_->setChecked(shown);
}

void SingleBar::tellZoom() {
    const double zoom = canvas_.shownZoom();
    zoom_->setText(zoom > 0 ? tr("%1 %").arg(QLocale().toString(zoom * 100, 'f', 0)) : QString());
}

void SingleBar::setIcons() {
    const char* const names[] = {"zoom-out", "zoom-in", "fit", "actual-size"};
    for (std::size_t i = 0; i < zoomButtons_.size(); ++i) {
        zoomButtons_[i]->setIcon(theme::icon(QLatin1String(names[i])));
    }
    gridButton_->setIcon(theme::icon(QStringLiteral("grid")));
    ghostButton_->setIcon(theme::icon(QStringLiteral("wipe")));
    stripButton_->setIcon(theme::icon(QStringLiteral("chart")));
}

void SingleBar::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) setIcons();
}

}  // namespace duo::ui
