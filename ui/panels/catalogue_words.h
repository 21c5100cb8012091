// How published models and their downloads are named in the window.
#pragma once

#include <QString>

#include "state/model_downloads.h"

namespace duo::ui {

QString familyTitle(const CatalogueFamily& family);
QString familySize(const CatalogueFamily& family, const CatalogueListed& listed);
QString familyLicence(const CatalogueFamily& family, const CatalogueListed& listed);
QString familyPresence(const CatalogueFamily& family, const CatalogueListed& listed);

QString fileSize(const CatalogueFile& file);       // "1.16 GiB", "about 7.5 GiB"
QString memoryWords(const CatalogueFile& file);    // "7.5 GiB, 3.75 GiB, 1.9 GiB"
QString presenceWords(const CatalogueFile& file);  // "there", "there (bf16)", "1.2 GiB arrived"

QString progressWords(const GetProgress& file);  // "34 %, 12 MiB/s"
QString sumWords(const DownloadSum& sum);        // "1 of 3 files; 2.1 of 9.0 GiB, …, 3 min left"

}  // namespace duo::ui
