// What the window remembers over restarts, in one list: how each part is saved and restored, under
// the group "window" of the settings. Restored in the order of the list.
#pragma once

#include <QSettings>
#include <QString>
#include <QVariant>
#include <functional>
#include <vector>

namespace duo::ui {

class WindowMemory {
  public:
    using Get = std::function<QVariant()>;
    using Set = std::function<void(const QVariant& value)>;  // invalid: nothing was remembered

    // One value under this key.
    void addValue(const QString& key, Get get, Set set);
    // A part that saves and restores under keys of its own; key names the part in the list only.
    // The part outlives this.
    template <class Part>
    void addPart(const QString& key, Part* part) {
        entries_.push_back({key, [part](QSettings& store) { part->save(store); },
                            [part](QSettings& store) { part->restore(store); }});
    }

    void save(QSettings& store) const;
    void restore(QSettings& store) const;

  private:
    struct Entry {
        QString key;
        std::function<void(QSettings&)> save, restore;
    };
    std::vector<Entry> entries_;
};

}  // namespace duo::ui
