// The classes of a family, 'no class' first, with favourites and recent choices; and the same list
// filtered and ordered by a search. GUI thread only.
#pragma once

#include <QAbstractListModel>
#include <QList>
#include <QSet>
#include <QSortFilterProxyModel>
#include <vector>

#include "protocol/events.h"

namespace duo::ui {

class ClassListModel : public QAbstractListModel {
    Q_OBJECT
  public:
    enum Role {
        LabelRole = Qt::UserRole,  // int, kNoClass in the first row
        WordNetRole,               // "n02099601", or empty
        FavouriteRole,             // bool; can be set
        RecentRole,                // int: 0 the newest choice, -1 not among the recent ones
        SearchRole                 // QStringList, folded: names, WordNet id, label
    };
    static constexpr int kMaxRecent = 12;

    explicit ClassListModel(QObject* parent = nullptr);

    // Keeps favourites and recent choices, but does not list labels that the family lacks.
    void setFamily(const FamilyFacts& family);
    const QSet<int>& favourites() const { return favourites_; }
    void setFavourites(const QSet<int>& labels);
    void setFavourite(int label, bool favourite);
    const QList<int>& recent() const { return recent_; }  // newest first
    void setRecent(const QList<int>& labels);
    void noteRecent(int label);

    QString name(int label) const;               // "golden retriever", "class 207", "no class"
    QModelIndex indexOf(int label) const;        // invalid if the family has no such class
    static QString folded(const QString& text);  // lower case, spaces for _ and -

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

  signals:
    void favouritesChanged();
    void recentChanged();

  private:
    struct Entry {
        QString name, wordNetId;
        QStringList search;
    };
    bool knows(int label) const { return label >= -1 && label + 1 < rowCount(); }

    std::vector<Entry> entries_;  // [label + 1]
    QSet<int> favourites_;
    QList<int> recent_;
};

// The classes that match the typed text in a name, label or WordNet id. Order: exact matches,
// matches at the start, matches at the start of a word, the rest; within each favourites, recent
// choices, labels. Without a text all classes are listed.
class ClassFilterModel : public QSortFilterProxyModel {
    Q_OBJECT
  public:
    explicit ClassFilterModel(QObject* parent = nullptr);

    const QString& search() const { return search_; }
    void setSearch(const QString& text);

  protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

  private:
    int rank(const QModelIndex& source) const;

    QString search_;  // folded
};

}  // namespace duo::ui
