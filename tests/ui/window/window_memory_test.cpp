#include "window/window_memory.h"

#include <gtest/gtest.h>

#include <QTemporaryDir>

namespace duo::ui {
namespace {

// A part with a key of its own, as panels and views have.
struct Part {
    int value = 0;
    void save(QSettings& store) const { store.setValue("partValue", value); }
    void restore(QSettings& store) { value = store.value("partValue", -1).toInt(); }
};

TEST(WindowMemoryTest, BringsValuesAndPartsBackInTheirOrder) {
    QTemporaryDir folder;
    QSettings store(folder.filePath("window.ini"), QSettings::IniFormat);
    Part part{7};
    int view = 2;
    QStringList restored;
    WindowMemory memory;
    memory.addPart("part", &part);
    memory.addValue(
        "view", [&] { return view; },
        [&](const QVariant& value) {
            view = value.toInt();
            restored << QString::number(part.value);
        });
    memory.save(store);
    EXPECT_EQ(store.value("window/partValue"), 7);
    EXPECT_EQ(store.value("window/view"), 2);
    part.value = view = 0;
    memory.restore(store);
    EXPECT_EQ(view, 2);
    EXPECT_EQ(restored, QStringList("7")) << "the part came back before";
    EXPECT_TRUE(store.group().isEmpty());
}

TEST(WindowMemoryTest, WhatWasNeverSavedIsInvalid) {
    QTemporaryDir folder;
    QSettings store(folder.filePath("window.ini"), QSettings::IniFormat);
    bool valid = true;
    WindowMemory memory;
    memory.addValue(
        "geometry", [] { return 1; }, [&](const QVariant& value) { valid = value.isValid(); });
    memory.restore(store);
    EXPECT_FALSE(valid);
}

}  // namespace
}  // namespace duo::ui
