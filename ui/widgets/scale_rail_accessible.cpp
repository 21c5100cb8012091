#include "widgets/scale_rail_accessible.h"

#include <QAccessibleWidget>
#include <QCoreApplication>

#include "widgets/scale_rail.h"

namespace duo::ui {
namespace {

class RailInterface : public QAccessibleWidget, public QAccessibleValueInterface {
  public:
    explicit RailInterface(ScaleRail* rail) : QAccessibleWidget(rail, QAccessible::Slider) {}

    void* interface_cast(QAccessible::InterfaceType type) override {
        if (type == QAccessible::ValueInterface)
            return static_cast<QAccessibleValueInterface*>(this);
        return QAccessibleWidget::interface_cast(type);
    }
    QString text(QAccessible::Text kind) const override {
        if (kind == QAccessible::Value) return QString::number(rail()->split());
        return QAccessibleWidget::text(kind);
    }
    QVariant currentValue() const override { return rail()->split(); }
    void setCurrentValue(const QVariant& value) override { rail()->chooseSplit(value.toInt()); }
    QVariant maximumValue() const override { return static_cast<int>(rail()->tiles().size()); }
    QVariant minimumValue() const override { return 0; }
    QVariant minimumStepSize() const override { return 1; }

  private:
    ScaleRail* rail() const { return static_cast<ScaleRail*>(widget()); }
};

QAccessibleInterface* makeInterface(const QString&, QObject* object) {
    auto* rail = qobject_cast<ScaleRail*>(object);
    return rail != nullptr ? new RailInterface(rail) : nullptr;
}

}  // namespace

void installRailAccessibility() {
    static const bool installed = [] {
        QAccessible::installFactory(makeInterface);
        return true;
    }();
    Q_UNUSED(installed);
}

}  // namespace duo::ui
