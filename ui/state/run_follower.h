// Follows the folder of a training or sampling run: a thread of its own reads it about once a
// second and reports. The GUI thread gets finished figures and pictures only.
#pragma once

#include <QThread>
#include <QTimer>
#include <memory>

#include "state/run_folder.h"

namespace duo::ui {

// Lives on the follower's thread.
class RunWatcher : public QObject {
    Q_OBJECT
  public:
    void follow(const QString& folder, int smoothing);
    void setSmoothing(int over);
    void loadPicture(const QString& file);

  signals:
    void looked(const duo::ui::RunNews& news);
    void pictureLoaded(const QString& file, const QImage& image);

  private:
    void look();

    QTimer timer_{this};
    std::unique_ptr<RunFolder> folder_;
};

class RunFollower : public QObject {
    Q_OBJECT
  public:
    explicit RunFollower(QObject* parent = nullptr);
    ~RunFollower() override;

    void follow(const QString& folder);  // "": none
    const QString& folder() const { return folder_; }
    int smoothing() const { return smoothing_; }
    void setSmoothing(int over);  // reports
    void loadPicture(const QString& file);
    const RunWatcher& watcher() const { return *watcher_; }

  signals:
    void looked(const duo::ui::RunNews& news);  // always of folder(), never of an earlier one
    void pictureLoaded(const QString& file, const QImage& image);

  private:
    QThread thread_;
    RunWatcher* watcher_;  // gone with the thread
    QString folder_;
    int smoothing_ = 20;
};

}  // namespace duo::ui
