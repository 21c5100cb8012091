// Pictures of an .npz, as samplers write them; see picture_set.h.
#pragma once

#include <memory>
#include <string>

#include "eval/picture_set.h"
#include "io/npz_reader.h"

namespace duo::eval {

// Whether it has an array under one of the names that samplers give to pictures.
bool holdsPictures(const io::NpzFile& file);

// Error(File): absent, no array of pictures. Error(Checkpoint): no ZIP archive.
std::unique_ptr<PictureSet> openArchive(const std::string& path);

}  // namespace duo::eval
