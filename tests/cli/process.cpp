#include "cli/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <stdexcept>

namespace duo::test {
namespace {

struct Pipe {
    int fds[2];
    Pipe() {
        if (pipe2(fds, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    }
};

[[noreturn]] void become(const std::vector<std::string>& arguments,
                         const std::vector<std::string>& variables, int in, int out, int err) {
    dup2(in, STDIN_FILENO);
    dup2(out, STDOUT_FILENO);
    dup2(err, STDERR_FILENO);
    std::vector<char*> argv{const_cast<char*>(DUO_CLI)};
    for (const std::string& argument : arguments)
        argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    std::vector<char*> envp;
    for (const std::string& variable : variables)
        envp.push_back(const_cast<char*>(variable.c_str()));
    for (char** variable = environ; *variable != nullptr; ++variable) envp.push_back(*variable);
    envp.push_back(nullptr);
    execve(DUO_CLI, argv.data(), envp.data());
    _exit(127);
}

void limitFiles(std::size_t mostBytes) {
    if (mostBytes == 0) return;
    ::signal(SIGXFSZ, SIG_IGN);  // stays ignored after exec: the write fails instead
    const rlimit limit{mostBytes, mostBytes};
    setrlimit(RLIMIT_FSIZE, &limit);
}

// -> false at the end of the stream
bool readInto(std::string& text, int fd) {
    char buffer[65536];
    const ssize_t count = read(fd, buffer, sizeof(buffer));
    if (count > 0) text.append(buffer, static_cast<std::size_t>(count));
    return count > 0;
}

}  // namespace

Process::Process(const std::vector<std::string>& arguments, std::size_t mostFileBytes,
                 const std::vector<std::string>& variables) {
    ::signal(SIGPIPE, SIG_IGN);
    const Pipe in, out, err;
    pid_ = fork();
    if (pid_ < 0) throw std::runtime_error("no process");
    if (pid_ == 0) {
        limitFiles(mostFileBytes);
        become(arguments, variables, in.fds[0], out.fds[1], err.fds[1]);
    }
    close(in.fds[0]);
    close(out.fds[1]);
    close(err.fds[1]);
    in_ = in.fds[1], out_ = out.fds[0], err_ = err.fds[0];
}

Process::~Process() {
    if (pid_ > 0) {
        kill(pid_, SIGKILL);
        waitpid(pid_, nullptr, 0);
    }
    closeInput();
    close(out_);
    close(err_);
}

void Process::send(const void* data, std::size_t bytes) {
    const char* next = static_cast<const char*>(data);
    while (bytes > 0) {
        const ssize_t count = write(in_, next, bytes);
        if (count <= 0) return;  // the program has ended; its outcome tells
        next += count;
        bytes -= static_cast<std::size_t>(count);
    }
}

void Process::closeInput() {
    if (in_ >= 0) close(in_);
    in_ = -1;
}

void Process::signal(int number) {
    kill(pid_, number);
}

Outcome Process::finish() {
    Outcome outcome;
    pollfd streams[2] = {{out_, POLLIN, 0}, {err_, POLLIN, 0}};
    std::string* texts[2] = {&outcome.out, &outcome.err};
    while (streams[0].fd >= 0 || streams[1].fd >= 0) {
        poll(streams, 2, -1);
        for (int i = 0; i < 2; ++i) {
            if (streams[i].fd < 0 || streams[i].revents == 0) continue;
            if (!readInto(*texts[i], streams[i].fd)) streams[i].fd = -1;
        }
    }
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = -1;
    outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return outcome;
}

Outcome run(const std::vector<std::string>& arguments, std::size_t mostFileBytes) {
    Process process(arguments, mostFileBytes);
    process.closeInput();
    return process.finish();
}

}  // namespace duo::test
