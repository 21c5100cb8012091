#include "man_pages.h"

#include <algorithm>
#include <cctype>
#include <sstream>

#include "base/version.h"

namespace duo::cli {
namespace {

constexpr const char* kProgram = "duoscale-cli";

// A backslash, a dash, and a dot or quote that begins a line mean something to roff.
std::string roff(const std::string& text) {
    std::string out;
    bool begins = true;
    for (const char c : text) {
        if (begins && (c == '.' || c == '\'')) out += "\\&";
        if (c == '\\') {
            out += "\\e";
        } else if (c == '-') {
            out += "\\-";
        } else {
            out += c;
        }
        begins = c == '\n';
    }
    return out;
}

std::string upper(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::toupper(c); });
    return text;
}

void writeSynopsis(std::ostream& out, const CommandEntry& command) {
    out << ".SH SYNOPSIS\n.B " << roff(kProgram);
    if (!command.path.empty()) out << " " << roff(command.words());
    out << "\n";
    if (!command.commands.empty()) out << ".I COMMAND\n";
    out << "[\\fIOPTIONS\\fR]\n";
    for (const OptionEntry& option : command.options) {
        if (!option.names.empty()) continue;
        out << (option.required ? "\\fI" + roff(option.value) + "\\fR ...\n"
                                : "[\\fI" + roff(option.value) + "\\fR ...]\n");
    }
}

void writeOption(std::ostream& out, const OptionEntry& option) {
    out << ".TP\n";
    if (option.names.empty()) {
        out << "\\fI" << roff(option.value) << "\\fR";
    }
    for (std::size_t i = 0; i < option.names.size(); ++i) {
        out << (i > 0 ? ", " : "") << "\\fB" << roff(option.names[i]) << "\\fR";
    }
    if (!option.names.empty() && !option.value.empty()) {
        out << " \\fI" << roff(option.value) << "\\fR";
    }
    out << "\n" << roff(option.text);
    std::string choices;
    for (const std::string& choice : option.choices) {
        if (option.text.find(choice) != std::string::npos) continue;  // explained there
        choices += (choices.empty() ? "" : ", ") + choice;
    }
    if (!choices.empty()) out << "\n.br\nOne of: " << roff(choices) << ".";
    if (!option.preset.empty()) out << "\n.br\nDefault: " << roff(option.preset) << ".";
    out << "\n";
}

// The footer of --help: paragraphs, then examples.
void writeFooter(std::ostream& out, const std::string& footer) {
    const std::size_t at = footer.find("Examples:\n");
    const std::string notes = footer.substr(0, at);
    if (!notes.empty()) out << ".SH NOTES\n" << roff(notes) << "\n";
    if (at == std::string::npos) return;
    out << ".SH EXAMPLES\n.nf\n";
    std::istringstream lines(footer.substr(footer.find('\n', at) + 1));
    for (std::string line; std::getline(lines, line);) {
        out << roff(line.starts_with("  ") ? line.substr(2) : line) << "\n";
    }
    out << ".fi\n";
}

void writeStatuses(std::ostream& out) {
    out << ".SH EXIT STATUS\n"
           "0: success. 9: finished, but some files were left out; standard error names them.\n"
           "Any other status: an error, which standard error states with what to do.\n";
}

}  // namespace

std::string manPageName(const CommandEntry& command) {
    return command.path.empty() ? kProgram : kProgram + ("-" + command.joined('-'));
}

std::string manPage(const CommandEntry& command) {
    std::ostringstream out;
    const std::string summary = command.text.substr(0, command.text.find('\n'));
    out << ".TH " << roff(upper(manPageName(command))) << " 1 \"\" \"" << programName()
        << "\" \"Duoscale\"\n.SH NAME\n"
        << roff(manPageName(command)) << " \\- "
        << (command.path.empty() ? "make pictures with visual autoregressive models"
                                 : roff(summary))
        << "\n";
    writeSynopsis(out, command);
    out << ".SH DESCRIPTION\n" << roff(command.text) << "\n";
    if (!command.commands.empty()) {
        out << ".SH COMMANDS\n";
        for (const CommandEntry* below : command.commands) {
            out << ".TP\n.BR " << roff(manPageName(*below)) << " (1)\n"
                << roff(below->text) << "\n";
        }
    }
    out << ".SH OPTIONS\n";
    for (const OptionEntry& option : command.options) writeOption(out, option);
    writeFooter(out, command.footer);
    writeStatuses(out);
    out << ".SH SEE ALSO\n.BR duoscale (1)"
        << (command.path.empty() ? "" : ",\n.BR duoscale\\-cli (1)") << "\n";
    return out.str();
}

}  // namespace duo::cli
