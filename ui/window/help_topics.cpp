#include "window/help_topics.h"

#include <QCoreApplication>
#include <QFormLayout>
#include <QWidget>
#include <algorithm>

#include "widgets/help_topics.h"

namespace duo::ui {
namespace {

struct HelpTopics {
    Q_DECLARE_TR_FUNCTIONS(duo::ui::HelpTopics)
};

struct Entry {
    const char *name, *title, *text, *page;
};

constexpr Entry kTopics[] = {
    {"drafter", QT_TRANSLATE_NOOP("duo::ui::HelpTopics", "Drafter"),
     QT_TRANSLATE_NOOP("duo::ui::HelpTopics",
                       "The large model of a pair. It decodes the first N scales, which fix the "
                       "layout and the objects of the picture."),
     "terms.md#drafter"},
    {"refiner", QT_TRANSLATE_NOOP("duo::ui::HelpTopics", "Refiner"),
     QT_TRANSLATE_NOOP("duo::ui::HelpTopics",
                       "The small model of a pair. It decodes the scales from N on, which add "
                       "detail and need the large model least."),
     "terms.md#refiner"},
    {"scale", QT_TRANSLATE_NOOP("duo::ui::HelpTopics", "Scale"),
     QT_TRANSLATE_NOOP("duo::ui::HelpTopics",
                       "One step from coarse to fine: a token map of 1 × 1, then 2 × 2, and so on. "
                       "All tokens of a scale are decoded at once."),
     "terms.md#scale"},
    {"split", QT_TRANSLATE_NOOP("duo::ui::HelpTopics", "Split N"),
     QT_TRANSLATE_NOOP("duo::ui::HelpTopics",
                       "The number of scales that the drafter decodes. A smaller N takes less time "
                       "and memory; the last scales need the drafter least."),
     "choosing-n.md"},
    {"hand-over", QT_TRANSLATE_NOOP("duo::ui::HelpTopics", "Hand-over"),
     QT_TRANSLATE_NOOP("duo::ui::HelpTopics",
                       "The refiner takes over from the drafter here. The drafter's KV cache is "
                       "freed, and the refiner prefills."),
     "terms.md#hand-over"},
    {"prefill", QT_TRANSLATE_NOOP("duo::ui::HelpTopics", "Prefill"),
     QT_TRANSLATE_NOOP("duo::ui::HelpTopics",
                       "The refiner's first pass, over all scales that the drafter decoded. It "
                       "fills the refiner's KV cache."),
     "terms.md#prefill"},
    {"kv-cache", QT_TRANSLATE_NOOP("duo::ui::HelpTopics", "KV cache"),
     QT_TRANSLATE_NOOP("duo::ui::HelpTopics",
                       "Keys and values of the scales so far, which later scales attend to. It "
                       "grows with the tokens, the model and the batch."),
     "terms.md#kv-cache"},
    {"guidance", QT_TRANSLATE_NOOP("duo::ui::HelpTopics", "Guidance"),
     QT_TRANSLATE_NOOP(
         "duo::ui::HelpTopics",
         "Classifier-free guidance (CFG) enlarges the difference that the class "
         "makes. More guidance makes the class clearer and the pictures less varied."),
     "terms.md#guidance"},
    {"top-k", QT_TRANSLATE_NOOP("duo::ui::HelpTopics", "Top-k"),
     QT_TRANSLATE_NOOP("duo::ui::HelpTopics",
                       "The draw takes one of the k most probable codes. A smaller k gives cleaner "
                       "and less varied pictures; 0 keeps all codes."),
     "terms.md#top-k"},
    {"top-p", QT_TRANSLATE_NOOP("duo::ui::HelpTopics", "Top-p"),
     QT_TRANSLATE_NOOP("duo::ui::HelpTopics",
                       "The draw takes one of the most probable codes that together reach the "
                       "probability p. A smaller p gives cleaner and less varied pictures."),
     "terms.md#top-p"},
    {"temperature", QT_TRANSLATE_NOOP("duo::ui::HelpTopics", "Temperature"),
     QT_TRANSLATE_NOOP("duo::ui::HelpTopics",
                       "The logits are divided by it before the draw. Above 1 the draws vary more, "
                       "below 1 less."),
     "terms.md#temperature"},
    {"latent", QT_TRANSLATE_NOOP("duo::ui::HelpTopics", "Latent"),
     QT_TRANSLATE_NOOP("duo::ui::HelpTopics",
                       "The sum of what all scales contributed. The VQ-VAE decodes it to the "
                       "picture."),
     "terms.md#latent"},
    {"token-map", QT_TRANSLATE_NOOP("duo::ui::HelpTopics", "Token map"),
     QT_TRANSLATE_NOOP("duo::ui::HelpTopics",
                       "The codes of one scale, one colour for each code. Each code is an entry of "
                       "the VQ-VAE's codebook."),
     "terms.md#token-map"},
    {"entropy", QT_TRANSLATE_NOOP("duo::ui::HelpTopics", "Entropy"),
     QT_TRANSLATE_NOOP("duo::ui::HelpTopics",
                       "How undecided the model was at each token, in nats: dark is certain. High "
                       "entropy is usual in textures."),
     "terms.md#entropy"},
    {"memory-chart", QT_TRANSLATE_NOOP("duo::ui::HelpTopics", "Memory"),
     QT_TRANSLATE_NOOP("duo::ui::HelpTopics",
                       "The memory of a run by owner: weights, KV cache, activations. At the "
                       "hand-over the drafter's cache is freed, and the curve falls."),
     "charts.md#memory"},
    {"speed-chart", QT_TRANSLATE_NOOP("duo::ui::HelpTopics", "Speed"),
     QT_TRANSLATE_NOOP("duo::ui::HelpTopics",
                       "The time of each scale, in the colour of the model that decoded it. The "
                       "parts are transformer, sampling and pyramid."),
     "charts.md#speed"},
    {"cost-chart", QT_TRANSLATE_NOOP("duo::ui::HelpTopics", "Time and memory"),
     QT_TRANSLATE_NOOP("duo::ui::HelpTopics",
                       "Decoding time and peak memory for every split of a sweep. Both fall as N "
                       "gets smaller."),
     "charts.md#time-and-memory"},
    {"split-curve", QT_TRANSLATE_NOOP("duo::ui::HelpTopics", "Cost of every split"),
     QT_TRANSLATE_NOOP("duo::ui::HelpTopics",
                       "Time, memory and quality at every split: filled points were measured, "
                       "hollow ones are estimated from them. A click chooses the split."),
     "choosing-n.md#in-the-window"},
    {"quality-chart", QT_TRANSLATE_NOOP("duo::ui::HelpTopics", "Quality"),
     QT_TRANSLATE_NOOP("duo::ui::HelpTopics",
                       "A figure of quality against the split, from an evaluation. Bars of the "
                       "Fréchet distance are 95 % intervals."),
     "charts.md#quality"},
    {"loss-chart", QT_TRANSLATE_NOOP("duo::ui::HelpTopics", "Loss"),
     QT_TRANSLATE_NOOP("duo::ui::HelpTopics",
                       "The training loss over the updates, smoothed, with the learning rate. "
                       "Training goes well while it falls."),
     "charts.md#loss"},
    {"energy-chart", QT_TRANSLATE_NOOP("duo::ui::HelpTopics", "What each scale added"),
     QT_TRANSLATE_NOOP("duo::ui::HelpTopics",
                       "How much the picture changed with each scale (root mean square of the "
                       "luma). Early scales change the layout, late ones add detail."),
     "charts.md#what-each-scale-added"},
    {"spectrum-chart", QT_TRANSLATE_NOOP("duo::ui::HelpTopics", "Spectrum"),
     QT_TRANSLATE_NOOP("duo::ui::HelpTopics",
                       "The power of the picture by spatial frequency, one curve for each scale. "
                       "Later scales add high frequencies, which are fine detail."),
     "charts.md#spectrum"},
};

QString whatsThis(const QStringList& names) {
    QStringList parts;
    for (const QString& name : names) {
        const HelpTopic topic = helpTopic(name);
        parts << QStringLiteral("<p><b>%1.</b> %2 <a href='%3'>%4</a></p>")
                     .arg(topic.title.toHtmlEscaped(), topic.text.toHtmlEscaped(), topic.page,
                          HelpTopics::tr("More in the guide").toHtmlEscaped());
    }
    return parts.join(QString());
}

// The label beside a field in a form, or null.
QWidget* labelOf(const QWidget& field) {
    if (field.parentWidget() == nullptr) return nullptr;
    for (const QFormLayout* form : field.parentWidget()->findChildren<QFormLayout*>()) {
        if (QWidget* label = form->labelForField(const_cast<QWidget*>(&field))) return label;
    }
    return nullptr;
}

}  // namespace

HelpTopic helpTopic(const QString& name) {
    const auto* found = std::find_if(std::begin(kTopics), std::end(kTopics),
                                     [&](const Entry& e) { return name == QLatin1String(e.name); });
    Q_ASSERT(found != std::end(kTopics));
    return {name, HelpTopics::tr(found->title), HelpTopics::tr(found->text),
            QString::fromLatin1(found->page)};
}

void explainWidgets(QWidget& window) {
    for (QWidget* widget : window.findChildren<QWidget*>()) {
        const QString names = widget->property(kHelpTopics).toString();
        if (names.isEmpty()) continue;
        const QString text = whatsThis(names.split(' '));
        widget->setWhatsThis(text);
        if (QWidget* label = labelOf(*widget)) label->setWhatsThis(text);
    }
}

}  // namespace duo::ui
