// Pictures as PNG files with their metadata: written so that every reader finds the texts, read
// through Qt. Any thread.
#pragma once

#include <QImage>
#include <QString>
#include <map>
#include <string>

#include "state/run.h"

namespace duo::ui {

// Atomic: written to a temporary name, then renamed. The two text chunks are those of
// protocol/provenance.h; an empty one is left out. Returns a sentence that says why it failed, or
// nothing.
QString writePng(const QString& file, const QImage& image, const QString& provenance,
                 const QString& parameters);

// A PNG with our metadata: final, metadata and file are set, scales are empty. Null if it is
// unreadable or has no settings of ours; whyNot, if given, then gets a sentence.
PicturePtr readPng(const QString& file, QString* whyNot);

// Texts of a PNG's chunks, and the EXIF user comment of a PNG, JPEG or WebP picture as
// "UserComment". Empty for other files.
std::map<std::string, std::string> pictureTexts(const QString& file);

// The settings alone, from the head of the file. Empty if it has none of ours.
QString provenanceOfPng(const QString& file);

}  // namespace duo::ui
