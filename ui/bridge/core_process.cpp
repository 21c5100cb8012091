#include "bridge/core_process.h"

#include <QCoreApplication>
#include <chrono>

#include "protocol/codec.h"
#include "protocol/frame.h"

namespace duo::ui {
namespace {

constexpr int kMaxOutput = 2000;   // characters of standard error to keep
constexpr int kPatienceMs = 1000;  // wait for the core to end before it is killed
// Enough for LibTorch from a cold disk or for a connection to another machine.
constexpr std::chrono::seconds kMaxSilence{60};

// Exit statuses of a shell that finds no program or may not run it.
constexpr int kNotExecutable = 126, kNotFound = 127;

}  // namespace

CoreProcess::CoreProcess(const QStringList& command, QObject* parent)
    : QObject(parent), command_(command) {
    connectProcess();
    connectCodec();
    silence_.setSingleShot(true);
    connect(&silence_, &QTimer::timeout, this, [this] {
        giveUp(
            tr("The core %1 did not respond for %n s. Check that it is duoscale-cli, or start it "
               "again.",
               nullptr, static_cast<int>(kMaxSilence.count()))
                .arg(name()));
    });
}

CoreProcess::~CoreProcess() {
    process_.disconnect(this);
    if (process_.state() == QProcess::NotRunning) return;
    if (greeted_) send(ShutdownCommand{});
    process_.closeWriteChannel();
    if (process_.waitForFinished(kPatienceMs)) return;
    process_.kill();
    process_.waitForFinished(kPatienceMs);
}

void CoreProcess::connectProcess() {
    connect(&process_, &QProcess::started, this, [this] {
        send(Hello{kProtocolVersion, "Duoscale studio"});
    });
    connect(&process_, &QProcess::readyReadStandardOutput, this,
            [this] { codec_.feed(process_.readAllStandardOutput()); });
    connect(&process_, &QProcess::readyReadStandardError, this, &CoreProcess::keepLastWords);
    connect(&process_, &QProcess::finished, this, [this] {
        codec_.feed(process_.readAllStandardOutput());
        keepLastWords();
        codec_.finish();
    });
    connect(&process_, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error != QProcess::FailedToStart) return;
        finishWith({true,
                    tr("The core %1 cannot be started: %2. Install Duoscale again.")
                        .arg(name(), process_.errorString()),
                    tr("not started"), lastOutput_});
    });
}

void CoreProcess::connectCodec() {
    connect(&codec_, &CodecThread::decoded, this, &CoreProcess::take);
    connect(&codec_, &CodecThread::broken, this, [this](const QString& why) {
        broken_ = why;
        process_.kill();
    });
    connect(&codec_, &CodecThread::drained, this, &CoreProcess::drained);
    connect(&codec_, &CodecThread::encoded, this, [this](const QByteArray& frame) {
        if (process_.state() == QProcess::Running) process_.write(frame);
    });
    connect(&codec_, &CodecThread::unsendable, this, &CoreProcess::unsendable);
}

void CoreProcess::start() {
    silence_.start(kMaxSilence);
    // Queued, so that a failed start is reported like every other end.
    QTimer::singleShot(0, this, [this] { process_.start(command_.value(0), command_.mid(1)); });
}

void CoreProcess::kill() {
    process_.kill();
}

void CoreProcess::send(const Command& command) {
    if (process_.state() != QProcess::Running) return;  // its end will be reported
    if (std::holds_alternative<ExportCommand>(command)) return codec_.encode(command);
    const std::vector<std::uint8_t> bytes = frame(encode(command));
    process_.write(reinterpret_cast<const char*>(bytes.data()), static_cast<qint64>(bytes.size()));
}

void CoreProcess::keepLastWords() {
    lastOutput_ += QString::fromUtf8(process_.readAllStandardError());
    if (lastOutput_.size() <= kMaxOutput) return;
    lastOutput_ = lastOutput_.right(kMaxOutput);
    lastOutput_.remove(0, lastOutput_.indexOf('\n') + 1);  // whole lines only
}

void CoreProcess::take(const Event& event) {
    if (!verdict_.isEmpty()) return;
    if (const auto* hello = std::get_if<Hello>(&event)) return takeHello(*hello);
    if (!greeted_) {
        return giveUp(tr("The core %1 did not answer the handshake. Check that it is duoscale-cli.")
                          .arg(name()));
    }
    emit told(event);
}

void CoreProcess::takeHello(const Hello& hello) {
    if (greeted_) return;
    if (hello.protocolVersion != kProtocolVersion) {
        return giveUp(tr("The core %1 uses protocol version %2, this window version %3. "
                         "Install the same release of both.")
                          .arg(name())
                          .arg(hello.protocolVersion)
                          .arg(kProtocolVersion));
    }
    greeted_ = true;
    silence_.stop();
    emit greeted(QString::fromStdString(hello.program));
}

void CoreProcess::giveUp(const QString& sentence) {
    verdict_ = sentence;
    process_.kill();
}

void CoreProcess::drained() {
    finishWith(describeEnd());
}

void CoreProcess::finishWith(CoreEnd end) {
    if (ended_) return;
    ended_ = true;
    silence_.stop();
    emit ended(end);
}

CoreEnd CoreProcess::describeEnd() const {
    const QString foreign = tr("The program %1 does not speak Duoscale's protocol. Check that it "
                               "is duoscale-cli of this release.")
                                .arg(name());
    const QString words = lastOutput_.trimmed();
    if (!verdict_.isEmpty()) return {true, verdict_, tr("not a core"), words};
    if (!broken_.isEmpty() && !greeted_) return {true, foreign, tr("not a core"), words};
    if (!broken_.isEmpty()) {
        return {false, tr("The core sent unreadable data: %1").arg(broken_), tr("broken stream"),
                words};
    }
    const int code = process_.exitCode();
    if (process_.exitStatus() == QProcess::CrashExit) {
        return {false, tr("The core ended unexpectedly (signal %1).").arg(code),
                tr("signal %1").arg(code), words};
    }
    if (!greeted_ && code == 0) return {true, foreign, tr("not a core"), words};
    if (!greeted_ && (code == kNotFound || code == kNotExecutable)) {
        return {true,
                tr("The core %1 cannot be started. Check that duoscale-cli is installed there.")
                    .arg(name()),
                tr("not started"), words};
    }
    return {false, tr("The core ended unexpectedly (exit status %1).").arg(code),
            tr("exit status %1").arg(code), words};
}

QString CoreProcess::name() const {
    return "'" + command_.join(' ') + "'";
}

}  // namespace duo::ui
