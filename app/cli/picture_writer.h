// Writes pictures on threads of its own, so that decoding does not wait for compression and disk.
#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "io/png.h"

namespace duo::cli {

class PictureWriter {
  public:
    explicit PictureWriter(int threads);
    ~PictureWriter();  // writes what waits
    PictureWriter(const PictureWriter&) = delete;
    PictureWriter& operator=(const PictureWriter&) = delete;

    // Waits while many pictures wait. Rethrows what an earlier write threw.
    void add(std::string path, io::RgbImage image, io::PngTexts texts);
    // Waits until all are on the disk. Rethrows likewise.
    void finish();

  private:
    struct Task {
        std::string path;
        io::RgbImage image;
        io::PngTexts texts;
    };
    void work();

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Task> waiting_;
    int writing_ = 0;
    bool closed_ = false;
    std::exception_ptr failure_;
    std::vector<std::thread> threads_;
};

}  // namespace duo::cli
