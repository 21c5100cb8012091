#include "engine/serve.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>

#include "base/error.h"
#include "base/version.h"
#include "engine/engine.h"
#include "engine/errands.h"
#include "engine/model_downloads.h"
#include "engine/output_queue.h"
#include "library/export_pictures.h"
#include "library/list_models.h"
#include "protocol/codec.h"
#include "protocol/frame.h"

namespace duo {
namespace {

constexpr std::size_t kMaxCommandBytes = kMaxFrameBytes;  // an export carries its pictures

// Wakes the reading loop from other threads.
class Wake {
  public:
    Wake() : fd_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
        if (fd_ < 0) throw Error(ErrorKind::Internal, "The system gives no event descriptor.");
    }
    ~Wake() { close(fd_); }
    Wake(const Wake&) = delete;
    Wake& operator=(const Wake&) = delete;
    void now() const { eventfd_write(fd_, 1); }
    int fd() const { return fd_; }

  private:
    int fd_;
};

class Server {
  public:
    Server(int in, int out, const ServeOptions& options)
        : in_(in),
          options_(options),
          output_(out, options.maxQueuedBytes, [this] { wake_.now(); }),
          engine_([this](const Event& event) { output_.push(event); },
                  std::chrono::milliseconds(options.memoryIntervalMs)),
          errands_([this](const Event& event) { output_.push(event); }),
          downloads_([this](const Event& event) { output_.push(event); }) {}

    int run(std::stop_token stop) {
        const std::stop_callback wakeOnStop(stop, [this] { wake_.now(); });
        while (!ended_ && !stop.stop_requested() && !output_.broken()) readSome();
        output_.hurry(std::chrono::milliseconds(options_.patienceMs));
        engine_.cancelAll();
        engine_.waitUntilIdle();
        downloads_.finish();
        errands_.finish();
        output_.finish();
        return status_;
    }

  private:
    void readSome() {
        std::array<pollfd, 2> waiting{pollfd{in_, POLLIN, 0}, pollfd{wake_.fd(), POLLIN, 0}};
        if (poll(waiting.data(), waiting.size(), -1) < 0 || waiting[0].revents == 0) return;
        std::array<std::uint8_t, 1 << 16> buffer;
        const ssize_t count = read(in_, buffer.data(), buffer.size());
        if (count < 0 && (errno == EINTR || errno == EAGAIN)) return;
        try {
            if (count <= 0) {
                ended_ = true;
                reader_.finish();
                return;
            }
            reader_.feed({buffer.data(), static_cast<std::size_t>(count)});
            while (!ended_) {
                const auto payload = reader_.next();
                if (!payload) break;
                takeMessage(*payload);
            }
        } catch (const Error& error) {  // the stream of frames is broken
            endWithFault(error.what());
        }
    }

    void endWithFault(const std::string& message) {
        output_.push(ProtocolFault{message, true});
        status_ = static_cast<int>(ErrorKind::Protocol);
        ended_ = true;
    }

    void takeMessage(const std::vector<std::uint8_t>& payload) {
        std::optional<Command> command;
        try {
            command = decodeCommand(payload);
        } catch (const Error& error) {
            output_.push(ProtocolFault{error.what(), false});
            return;
        }
        if (!greeted_ && !std::holds_alternative<Hello>(*command)) {
            output_.push(ProtocolFault{"The first message must be hello.", false});
            return;
        }
        std::visit([this](auto& value) { take(value); }, *command);
    }

    void take(Hello& hello) {
        output_.push(Hello{kProtocolVersion, programName()});
        if (hello.protocolVersion != kProtocolVersion) {
            return endWithFault("The other side speaks version " +
                                std::to_string(hello.protocolVersion) +
                                " of the protocol; this program speaks version " +
                                std::to_string(kProtocolVersion) + ".");
        }
        greeted_ = true;
    }
    void take(LoadCommand& command) { engine_.load(std::move(command)); }
    void take(GenerateCommand& command) { engine_.generate(std::move(command)); }
    void take(SweepCommand& command) { engine_.sweep(std::move(command)); }
    void take(CancelCommand& command) {
        if (engine_.cancel(command.job, command.when) != CancelOutcome::Stale) return;
        output_.push(JobFailed{0,
                               command.tag,
                               ErrorKind::Usage,
                               "Job " + std::to_string(command.job) +
                                   " cannot be cancelled: it neither waits nor runs.",
                               {}});
    }
    void take(ListModelsCommand& command) {
        errands_.add(command.tag, "listing the models",
                     [command = std::move(command)] { return listModels(command); });
    }
    void take(ExportCommand& command) {
        errands_.add(command.tag, "making the file", [command = std::move(command)]() mutable {
            return exportPictures(std::move(command));
        });
    }
    void take(ListCatalogueCommand& command) {
        errands_.add(command.tag, "reading the catalogue",
                     [command = std::move(command)] { return listCatalogue(command); });
    }
    void take(GetModelsCommand& command) { downloads_.get(std::move(command)); }
    void take(StopGettingCommand& command) { downloads_.stop(command.tag); }
    void take(MemoryCommand&) { output_.push(MemorySample{0, engine_.memory()}); }
    void take(PingCommand& command) { output_.push(Pong{command.tag}); }
    void take(ShutdownCommand&) { ended_ = true; }

    int in_;
    ServeOptions options_;
    Wake wake_;
    FrameReader reader_{kMaxCommandBytes};
    bool greeted_ = false;
    bool ended_ = false;
    int status_ = 0;
    OutputQueue output_;
    Engine engine_;  // after output_, which it sends to until it ends
    Errands errands_;
    ModelDownloads downloads_;
};

}  // namespace

int serve(int in, int out, const ServeOptions& options, std::stop_token stop) {
    return Server(in, out, options).run(std::move(stop));
}

}  // namespace duo
