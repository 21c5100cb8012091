#include "window/window_memory.h"

#include <utility>

namespace duo::ui {
namespace {

constexpr const char* kGroup = "window";

}  // namespace

void WindowMemory::addValue(const QString& key, Get get, Set set) {
    entries_.push_back(
        {key, [key, get = std::move(get)](QSettings& store) { store.setValue(key, get()); },
         [key, set = std::move(set)](QSettings& store) { set(store.value(key)); }});
}

void WindowMemory::save(QSettings& store) const {
    store.beginGroup(kGroup);
    for (const Entry& entry : entries_) entry.save(store);
    store.endGroup();
}

void WindowMemory::restore(QSettings& store) const {
    store.beginGroup(kGroup);
    for (const Entry& entry : entries_) entry.restore(store);
    store.endGroup();
}

}  // namespace duo::ui
