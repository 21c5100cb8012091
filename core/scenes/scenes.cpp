#include "scenes/scenes.h"

#include <array>
#include <string>

#include "base/error.h"
#include "scenes/painters.h"

namespace duo::scenes {

namespace {

struct SceneClass {
    std::string_view name;
    void (*painter)(Canvas&, Dice&);
};

// The order is the label; trained models depend on it.
constexpr std::array<SceneClass, 16> sceneClasses{{
    {"sunset over the sea", paintSunset},
    {"sailing boat", paintSailingBoat},
    {"lighthouse", paintLighthouse},
    {"mountain lake", paintMountainLake},
    {"pine forest", paintPineForest},
    {"cactus desert", paintCactus},
    {"rainbow over hills", paintRainbow},
    {"ringed planet", paintPlanet},
    {"hot-air balloon", paintBalloon},
    {"sunflower", paintSunflower},
    {"cherry tree", paintCherryTree},
    {"toadstool", paintMushroom},
    {"city at night", paintCity},
    {"moonlit castle", paintCastle},
    {"butterfly", paintButterfly},
    {"tropical fish", paintFish},
}};

const SceneClass& sceneClass(int label) {
    if (label < 0 || label >= classCount())
        throw Error(ErrorKind::Usage,
                    "There is no scene class " + std::to_string(label) +
                        "; the labels run from 0 to " + std::to_string(classCount() - 1) + ".",
                    "Choose a label in that range.");
    return sceneClasses[static_cast<std::size_t>(label)];
}

}  // namespace

int classCount() {
    return static_cast<int>(sceneClasses.size());
}

std::string_view className(int label) {
    return sceneClass(label).name;
}

std::vector<std::uint8_t> paint(int label, std::uint64_t seed, int side) {
    const SceneClass& scene = sceneClass(label);
    if (side < 16 || side > 2048)
        throw Error(ErrorKind::Usage,
                    "A scene cannot be painted " + std::to_string(side) +
                        " pixels wide; the side must be from 16 to 2048.",
                    "The demo models use 128.");
    // The seed includes the label, so that two classes never share draws.
    Dice dice(Dice(seed ^ (static_cast<std::uint64_t>(label) + 1) * 0xD1B54A32D192ED03ull).next());
    Canvas canvas(side);
    scene.painter(canvas, dice);
    return canvas.pixels();  // [side, side, 3]
}

}  // namespace duo::scenes
