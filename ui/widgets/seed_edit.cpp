#include "widgets/seed_edit.h"

#include <QStyle>

namespace duo::ui {
namespace {

constexpr QLatin1String kMax("18446744073709551615");

}  // namespace

SeedEdit::SeedEdit(QWidget* parent) : QLineEdit(parent) {
    setAccessibleName(tr("Seed"));
    setInputMethodHints(Qt::ImhDigitsOnly);
    setText(QString::number(seed_));
    mark(false);
    connect(this, &QLineEdit::textEdited, this, &SeedEdit::read);
}

void SeedEdit::setSeed(quint64 seed) {
    seed_ = seed;
    const QString text = QString::number(seed);
    if (text != this->text()) setText(text);
    mark(false);
}

QSize SeedEdit::sizeHint() const {
    const QSize usual = QLineEdit::sizeHint();
    return {fontMetrics().horizontalAdvance(kMax) + 24, usual.height()};
}

// A pasted number may contain spaces and thousands separators.
void SeedEdit::read(const QString& text) {
    QString digits = text;
    digits.remove(' ').remove(QChar::Nbsp).remove(QChar(0x202F)).remove(',').remove('_');
    bool good = !digits.isEmpty() && digits.at(0).isDigit();
    const quint64 seed = good ? digits.toULongLong(&good) : 0;
    mark(!good);
    if (!good || seed == seed_) return;
    seed_ = seed;
    emit seedEdited(seed);
}

void SeedEdit::mark(bool wrong) {
    wrong_ = wrong;
    const QString rule = tr("A seed is a whole number from 0 to %1").arg(kMax);
    setToolTip(wrong ? tr("%1; the seed stays %2").arg(rule).arg(seed_) : rule);
    setAccessibleDescription(toolTip());
    if (property("wrong").toBool() == wrong) return;
    setProperty("wrong", wrong);
    style()->unpolish(this);
    style()->polish(this);
}

}  // namespace duo::ui
