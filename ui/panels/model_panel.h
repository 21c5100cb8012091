// Chooses the models and where they run: folder, VQ-VAE, drafter, refiner, device, precision; shows
// what is loaded. For a folder without models it says what to put there.
#pragma once

#include <QWidget>
#include <array>

#include "bridge/core_client.h"
#include "state/generation_settings.h"
#include "state/model_downloads.h"
#include "state/model_library.h"
#include "state/run_queue.h"

class QComboBox;
class QLabel;
class QPushButton;
class QToolButton;

namespace duo::ui {

class GetModelsDialog;
class LoadedModels;

class ModelPanel : public QWidget {
    Q_OBJECT
  public:
    struct Parts {
        GenerationSettings& settings;
        ModelLibrary& models;
        const CoreClient& core;
        const RunQueue& queue;
        ModelDownloads& downloads;
    };
    explicit ModelPanel(const Parts& parts, QWidget* parent = nullptr);

    QString summary() const { return summary_; }  // "var_d30 + var_d16, auto bf16"

    // The folder and the ones before it.
    void save(QSettings& store) const;
    void restore(QSettings& store);

  public slots:
    void setFolder(const QString& folder);  // lists it; empty: the default folder
    void chooseFolder();                    // asks for one
    void getModels();                       // the dialog that downloads some

  signals:
    void summaryChanged(const QString& summary);

  protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;  // a folder

  private:
    enum File { VqVae, Drafter, Refiner };
    static constexpr int kFiles = 3;

    QLayout* buildFolder();
    QLayout* buildChoices();
    void connectState();
    void showListed();
    void showFolder();
    void fillCombo(File which);
    void showFiles();
    void showFit();
    QString phraseOf(const ModelListing& model, File which) const;
    // The listed model that is chosen; null if none is, or if it lies elsewhere.
    const ModelListing* chosen(File which) const;
    void showCompute();
    void showSummary();
    void takeFolder();
    void takeFile(File which);
    void takeDevice();

    Parts parts_;
    QComboBox* folder_;
    QToolButton *browse_, *refresh_;
    QLabel *empty_, *fit_;
    QPushButton* get_;
    GetModelsDialog* dialog_ = nullptr;  // from its first use on
    std::array<QComboBox*, kFiles> files_{};
    QComboBox *device_, *precision_;
    LoadedModels* loaded_;
    QStringList recent_;  // folders, newest first
    QString summary_;
};

}  // namespace duo::ui
