#include "window/help_centre.h"

#include <QAction>
#include <QWhatsThis>

#include "panels/notice_bar.h"
#include "state/run_queue.h"
#include "window/help_topics.h"
#include "window/help_window.h"
#include "window/window_actions.h"

namespace duo::ui {
namespace {

QString sectionOf(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::Memory:
            return QStringLiteral("#memory");
        case ErrorKind::Numeric:
            return QStringLiteral("#numbers-that-are-not-finite");
        case ErrorKind::Device:
            return QStringLiteral("#devices");
        case ErrorKind::Protocol:
            return QStringLiteral("#the-core");
        case ErrorKind::File:
        case ErrorKind::Checkpoint:
            return QStringLiteral("#models");
        default:
            return {};
    }
}

QString sectionOf(Notice::Place place) {
    switch (place) {
        case Notice::Place::Models:
            return QStringLiteral("#models");
        case Notice::Place::Core:
            return QStringLiteral("#the-core");
        case Notice::Place::Run:
            break;
        case Notice::Place::History:
        case Notice::Place::Export:
            return QStringLiteral("#files");
    }
    return {};
}

}  // namespace

QString HelpCentre::pageOf(const Notice& notice, const RunQueue& queue) {
    const RunPtr run = queue.run(notice.run);
    const QString byKind =
        run && run->state == RunState::Failed ? sectionOf(run->failure.kind) : QString();
    return QStringLiteral("troubleshooting.md") +
           (byKind.isEmpty() ? sectionOf(notice.place) : byKind);
}

HelpCentre::HelpCentre(QMainWindow& window, const WindowActions& actions, const NoticeBar& notices,
                       const RunQueue& queue)
    : QObject(&window) {
    explainWidgets(window);
    window.installEventFilter(this);
    connect(actions.guide, &QAction::triggered, this, [this] { open(QStringLiteral("index.md")); });
    connect(actions.whatsThis, &QAction::triggered, this, &QWhatsThis::enterWhatsThisMode);
    connect(&notices, &NoticeBar::learnMoreAsked, this,
            [this, &queue](const Notice& notice) { open(pageOf(notice, queue)); });
}

HelpCentre::~HelpCentre() = default;

void HelpCentre::open(const QString& page) {
    if (!guide_) guide_ = std::make_unique<HelpWindow>();
    guide_->open(page);
}

// Qt passes the click on a link up from the widget that was explained.
bool HelpCentre::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::WhatsThisClicked) return QObject::eventFilter(watched, event);
    QWhatsThis::hideText();
    open(static_cast<QWhatsThisClickedEvent*>(event)->href());
    return true;
}

}  // namespace duo::ui
