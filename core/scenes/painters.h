// The sixteen painters of paint(): each covers an empty canvas with one scene.
#pragma once

#include "scenes/brush.h"
#include "scenes/noise.h"

namespace duo::scenes {

void paintSunset(Canvas& canvas, Dice& dice);        // sea.cpp
void paintSailingBoat(Canvas& canvas, Dice& dice);   // sea.cpp
void paintLighthouse(Canvas& canvas, Dice& dice);    // sea.cpp
void paintMountainLake(Canvas& canvas, Dice& dice);  // land.cpp
void paintPineForest(Canvas& canvas, Dice& dice);    // land.cpp
void paintCactus(Canvas& canvas, Dice& dice);        // land.cpp
void paintRainbow(Canvas& canvas, Dice& dice);       // sky.cpp
void paintPlanet(Canvas& canvas, Dice& dice);        // sky.cpp
void paintBalloon(Canvas& canvas, Dice& dice);       // sky.cpp
void paintSunflower(Canvas& canvas, Dice& dice);     // plants.cpp
void paintCherryTree(Canvas& canvas, Dice& dice);    // plants.cpp
void paintMushroom(Canvas& canvas, Dice& dice);      // plants.cpp
void paintCity(Canvas& canvas, Dice& dice);          // night.cpp
void paintCastle(Canvas& canvas, Dice& dice);        // night.cpp
void paintButterfly(Canvas& canvas, Dice& dice);     // animals.cpp
void paintFish(Canvas& canvas, Dice& dice);          // animals.cpp

}  // namespace duo::scenes
