// web_server.py as a child process: a server on 127.0.0.1 that misbehaves on request.
#pragma once

#include <sys/types.h>

#include <nlohmann/json.hpp>
#include <string>

#include "io/temporary_folder.h"

namespace duo::test {

class WebServer {
  public:
    WebServer();
    ~WebServer();  // kills it
    WebServer(const WebServer&) = delete;
    WebServer& operator=(const WebServer&) = delete;

    // behaviour: of web_server.py, such as "hub+cut:20".
    std::string endpoint(const std::string& behaviour) const;
    std::string url(const std::string& behaviour, const std::string& file) const;
    // Puts a file there; made of its name: the content of this many bytes.
    void put(const std::string& file, const std::string& content) const;
    static std::string someBytes(std::size_t count);
    // The requests so far: path, count, host, range, ifRange, authorization.
    nlohmann::json log() const;
    int port() const { return port_; }

  private:
    test::TemporaryFolder files_;
    pid_t pid_ = -1;
    int port_ = 0;
};

}  // namespace duo::test
