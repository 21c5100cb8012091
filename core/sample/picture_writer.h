// Compresses and writes pictures on its own threads, so that decoding does not wait for them.
#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "io/png.h"

namespace duo::sample {

class PictureWriter {
  public:
    explicit PictureWriter(int threads);
    ~PictureWriter();  // writes the waiting pictures first
    PictureWriter(const PictureWriter&) = delete;
    PictureWriter& operator=(const PictureWriter&) = delete;

    // Blocks while the queue is full. Rethrows the exception of an earlier write.
    void add(std::string path, io::RgbImage image, io::PngTexts texts);
    // Blocks until all pictures are written. Rethrows the exception of an earlier write.
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

}  // namespace duo::sample
