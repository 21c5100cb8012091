#include "state/notice_centre.h"

namespace duo::ui {

void NoticeCentre::tellCoreState(CoreState state, const QString& sentence) {
    switch (state) {
        case CoreState::Starting:
            return;
        case CoreState::Ready:
            return clear(Notice::Place::Core);
        case CoreState::Restarting:
            return tell({Notice::Place::Core, false, sentence, {}, Notice::Remedy::None, 0});
        case CoreState::Down:
            return tell({Notice::Place::Core, true, sentence.section('\n', 0, 0),
                         sentence.section('\n', 1), Notice::Remedy::RestartCore, 0});
    }
}

}  // namespace duo::ui
