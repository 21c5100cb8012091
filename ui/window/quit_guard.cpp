#include "window/quit_guard.h"

#include <QMessageBox>
#include <QPushButton>
#include <algorithm>

#include "state/run_queue.h"

namespace duo::ui {

QuitGuard::QuitGuard(const RunQueue& queue, QWidget& window)
    : QObject(&window), queue_(queue), window_(window) {}

bool QuitGuard::mayClose() {
    const bool working = std::ranges::any_of(
        queue_.runs(), [](const RunPtr& run) { return run->isActive() && !run->live; });
    if (!working || confirmed_) return true;
    ask();
    return false;
}

void QuitGuard::ask() {
    if (window_.findChild<QMessageBox*>("quitQuestion") != nullptr) return;
    auto* question = new QMessageBox(
        QMessageBox::Question, tr("Quit Duoscale"),
        tr("A run is not finished. Finished pictures are kept, the rest is lost."), {}, &window_);
    question->setObjectName("quitQuestion");
    question->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* quit = question->addButton(tr("Quit"), QMessageBox::AcceptRole);
    question->setDefaultButton(
        question->addButton(tr("Continue the run"), QMessageBox::RejectRole));
    connect(quit, &QPushButton::clicked, this, [this] {
        confirmed_ = true;
        window_.close();
    });
    question->open();
}

}  // namespace duo::ui
