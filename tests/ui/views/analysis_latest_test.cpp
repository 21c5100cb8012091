#include "views/analysis_latest.h"

#include <QSemaphore>

namespace duo::ui {
namespace {

TEST(Latest, DeliversOnTheGuiThread) {
    QThread* at = nullptr;
    int answer = 0;
    Latest<int> latest([&](int value) {
        at = QThread::currentThread();
        answer = value;
    });
    latest.run([] { return 7; });
    EXPECT_EQ(answer, 0);  // never before control is back at the event loop
    ASSERT_TRUE(QTest::qWaitFor([&] { return answer == 7; }));
    EXPECT_EQ(at, qApp->thread());
}

TEST(Latest, DropsAnAnswerThatIsOvertaken) {
    QSemaphore gate, started;
    QList<int> answers;
    Latest<int> latest([&](int value) { answers << value; });
    latest.run([&] {
        started.release();
        gate.acquire();
        return 1;
    });
    started.acquire();
    latest.run([] { return 2; });
    gate.release();
    ASSERT_TRUE(QTest::qWaitFor([&] { return answers.contains(2); }));
    QThreadPool::globalInstance()->waitForDone();
    QCoreApplication::processEvents();
    EXPECT_EQ(answers, QList<int>{2});
}

TEST(Latest, DeliversNothingAfterADropOrItsEnd) {
    QSemaphore gate, started;
    QList<int> answers;
    {
        Latest<int> latest([&](int value) { answers << value; });
        latest.run([&] {
            started.release();
            gate.acquire();
            return 1;
        });
        started.acquire();
        latest.drop();
        gate.release();
        QThreadPool::globalInstance()->waitForDone();
        QCoreApplication::processEvents();
        EXPECT_TRUE(answers.isEmpty());
        latest.run([] { return 2; });
        QThreadPool::globalInstance()->waitForDone();
    }
    QCoreApplication::processEvents();  // the answer lay in the queue when its asker went
    EXPECT_TRUE(answers.isEmpty());
}

}  // namespace
}  // namespace duo::ui
