#include "support/web_server.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <random>
#include <stdexcept>

#include "fetch/transfer.h"

namespace duo::test {
namespace {

int readPort(int fd) {
    std::string line;
    for (char c = 0; ::read(fd, &c, 1) == 1 && c != '\n';) line += c;
    if (line.empty()) throw std::runtime_error("the test's web server does not start");
    return std::stoi(line);
}

}  // namespace

WebServer::WebServer() {
    int fds[2];
    if (::pipe(fds) != 0) throw std::runtime_error("no pipe");
    pid_ = ::fork();
    if (pid_ < 0) throw std::runtime_error("no process");
    if (pid_ == 0) {
        ::dup2(fds[1], STDOUT_FILENO);
        ::close(fds[0]);
        ::close(fds[1]);
        ::execlp("python3", "python3", DUO_WEB_SERVER, files_.path().c_str(), nullptr);
        ::_exit(127);
    }
    ::close(fds[1]);
    port_ = readPort(fds[0]);
    ::close(fds[0]);
}

WebServer::~WebServer() {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
}

std::string WebServer::endpoint(const std::string& behaviour) const {
    return "http://127.0.0.1:" + std::to_string(port_) + "/" + behaviour;
}

std::string WebServer::url(const std::string& behaviour, const std::string& file) const {
    return endpoint(behaviour) + "/files/" + file;
}

void WebServer::put(const std::string& file, const std::string& content) const {
    writeFile(files_.file(file), content);
}

std::string WebServer::someBytes(std::size_t count) {
    std::mt19937 random(7);
    std::string bytes(count, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    return bytes;
}

nlohmann::json WebServer::log() const {
    std::string text;
    fetch::get({"http://127.0.0.1:" + std::to_string(port_) + "/log"},
               {[](const fetch::Answer&) { return true; },
                [&text](const void* data, std::size_t bytes) {
                    text.append(static_cast<const char*>(data), bytes);
                }},
               {});
    return nlohmann::json::parse(text);
}

}  // namespace duo::test
