// Runs work off the GUI thread and delivers only the newest answer. Lives on the GUI thread;
// answers arrive there, and never after this object is destroyed.
#pragma once

#include <QCoreApplication>
#include <QObject>
#include <QThreadPool>
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>

namespace duo::ui {

template <class Result>
class Latest {
  public:
    explicit Latest(std::function<void(Result)> deliver)
        : shared_(std::make_shared<Shared>()), deliver_(std::move(deliver)) {}
    ~Latest() { shared_->newest = 0; }
    Latest(const Latest&) = delete;
    Latest& operator=(const Latest&) = delete;

    // work captures values. Waiting work is skipped when newer work is requested.
    void run(std::function<Result()> work) {
        const quint64 ticket = ++last_;
        shared_->newest = ticket;
        QThreadPool::globalInstance()->start(
            [this, shared = shared_, ticket, work = std::move(work)] {
                if (shared->newest != ticket) return;
                auto result = std::make_shared<Result>(work());
                // The application object outlives every view; whether this one is still there is
                // asked on its own thread.
                QMetaObject::invokeMethod(
                    qApp,
                    [this, shared, ticket, result] {
                        if (shared->newest == ticket) deliver_(std::move(*result));
                    },
                    Qt::QueuedConnection);
            });
    }
    // Drops the work under way.
    void drop() { shared_->newest = 0; }

  private:
    struct Shared {
        std::atomic<quint64> newest{0};
    };
    std::shared_ptr<Shared> shared_;
    std::function<void(Result)> deliver_;
    quint64 last_ = 0;
};

}  // namespace duo::ui
