<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU">
<context>
    <name>Chart</name>
    <message>
        <source>The chart could not be written to %1: %2. Choose another folder.</source>
        <translation>Не удалось записать график в %1: %2. Выберите другую папку.</translation>
    </message>
</context>
<context>
    <name>SamplingFigures</name>
    <message>
        <source>Guidance</source>
        <translation>Guidance (CFG)</translation>
    </message>
    <message>
        <source>Top-k</source>
        <translation>Top-k</translation>
    </message>
    <message>
        <source>Top-p</source>
        <translation>Top-p</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Температура</translation>
    </message>
    <message>
        <source>How strongly the class guides the picture. It grows from 0 at the first scale to this value at the last.</source>
        <translation>Насколько строго соблюдается класс (CFG). Растёт от нуля на первом масштабе до этого значения на последнем.</translation>
    </message>
    <message>
        <source>Draws from this many of the most probable codes. 0: from all codes.</source>
        <translation>Сколько самых вероятных кодов участвует в выборе. 0 — все.</translation>
    </message>
    <message>
        <source>Draws from the most probable codes whose probabilities add up to this share. 0: from all codes.</source>
        <translation>Выбор из самых вероятных кодов с этой суммарной вероятностью. 0 — из всех.</translation>
    </message>
    <message>
        <source>Above 1 the draws vary more, below 1 less.</source>
        <translation>Больше 1 — разнообразнее, меньше 1 — осторожнее.</translation>
    </message>
</context>
<context>
    <name>duo::ui::BatchGrid</name>
    <message>
        <source>Pictures of the batch</source>
        <translation>Изображения пакета</translation>
    </message>
    <message>
        <source>Picture %1 of %2: %3</source>
        <translation>Изображение %1 из %2: %3</translation>
    </message>
</context>
<context>
    <name>duo::ui::Chart</name>
    <message>
        <source>Export…</source>
        <translation>Экспорт…</translation>
    </message>
    <message>
        <source>Save this chart as PNG or SVG, or its figures as CSV</source>
        <translation>Сохранить график как PNG или SVG либо его числа как CSV</translation>
    </message>
    <message>
        <source>Export the chart “%1”</source>
        <translation>Экспорт графика «%1»</translation>
    </message>
    <message>
        <source>A chart can be saved as .png, .svg or .csv; “%1” has another suffix.</source>
        <translation>График сохраняется как .png, .svg или .csv; у «%1» другое расширение.</translation>
    </message>
    <message>
        <source>PNG picture (*.png)</source>
        <translation>Изображение PNG (*.png)</translation>
    </message>
    <message>
        <source>SVG drawing (*.svg)</source>
        <translation>Рисунок SVG (*.svg)</translation>
    </message>
    <message>
        <source>CSV figures (*.csv)</source>
        <translation>Таблица CSV (*.csv)</translation>
    </message>
    <message>
        <source>Copy picture</source>
        <translation>Копировать изображение</translation>
    </message>
    <message>
        <source>Copy figures</source>
        <translation>Копировать числа</translation>
    </message>
</context>
<context>
    <name>duo::ui::ChartPanel</name>
    <message>
        <source>Measure plain VAR</source>
        <translation>Замерить обычный VAR</translation>
    </message>
    <message>
        <source>Figures of the run</source>
        <translation>Показатели запуска</translation>
    </message>
    <message>
        <source>Decode the same pictures with the drafter alone and show its figures beside these</source>
        <translation>Декодировать те же изображения одной черновой моделью и показать её показатели рядом</translation>
    </message>
    <message>
        <source>Figures appear with the first run</source>
        <translation>Показатели появятся с первым запуском</translation>
    </message>
    <message>
        <source>%1: tokens in %2, VQ-VAE %3</source>
        <translation>%1: токены за %2, VQ-VAE %3</translation>
    </message>
    <message>
        <source>Close the charts</source>
        <translation>Закрыть графики</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>Графики</translation>
    </message>
    <message>
        <source> · %1× the speed of plain VAR (%2)</source>
        <translation> · скорость ×%1 к обычному VAR (%2)</translation>
    </message>
    <message>
        <source>Pictures of earlier sessions have no figures</source>
        <translation>У изображений прошлых сеансов нет показателей</translation>
    </message>
</context>
<context>
    <name>duo::ui::ChosenClasses</name>
    <message>
        <source>No class is chosen. Click one in the list; Ctrl+click adds another.</source>
        <translation>Класс не выбран. Щёлкните класс в списке; Ctrl+щелчок добавит ещё один.</translation>
    </message>
</context>
<context>
    <name>duo::ui::ChosenRow</name>
    <message>
        <source>Remove</source>
        <translation>Убрать</translation>
    </message>
    <message>
        <source>Pictures of %1</source>
        <translation>Изображений класса %1</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>Убрать %1</translation>
    </message>
</context>
<context>
    <name>duo::ui::ClassItemDelegate</name>
    <message>
        <source>Remove from favourites (F)</source>
        <translation>Убрать из избранного (F)</translation>
    </message>
    <message>
        <source>Add to favourites (F)</source>
        <translation>Добавить в избранное (F)</translation>
    </message>
</context>
<context>
    <name>duo::ui::ClassListModel</name>
    <message>
        <source>no class</source>
        <translation>без класса</translation>
    </message>
    <message>
        <source>class %1</source>
        <translation>класс %1</translation>
    </message>
    <message>
        <source>Without a class: the model chooses what to draw</source>
        <translation>Без класса: модель сама решает, что рисовать</translation>
    </message>
    <message>
        <source>Class %1</source>
        <translation>Класс %1</translation>
    </message>
    <message>
        <source>Class %1, WordNet %2</source>
        <translation>Класс %1, WordNet %2</translation>
    </message>
</context>
<context>
    <name>duo::ui::ClassListView</name>
    <message>
        <source>Classes</source>
        <translation>Классы</translation>
    </message>
</context>
<context>
    <name>duo::ui::ClassNames</name>
    <message>
        <source>sunset over the sea</source>
        <translation>закат над морем</translation>
    </message>
    <message>
        <source>sailing boat</source>
        <translation>парусник</translation>
    </message>
    <message>
        <source>lighthouse</source>
        <translation>маяк</translation>
    </message>
    <message>
        <source>mountain lake</source>
        <translation>горное озеро</translation>
    </message>
    <message>
        <source>pine forest</source>
        <translation>сосновый лес</translation>
    </message>
    <message>
        <source>cactus desert</source>
        <translation>пустыня с кактусами</translation>
    </message>
    <message>
        <source>rainbow over hills</source>
        <translation>радуга над холмами</translation>
    </message>
    <message>
        <source>ringed planet</source>
        <translation>планета с кольцами</translation>
    </message>
    <message>
        <source>hot-air balloon</source>
        <translation>воздушный шар</translation>
    </message>
    <message>
        <source>sunflower</source>
        <translation>подсолнух</translation>
    </message>
    <message>
        <source>cherry tree</source>
        <translation>вишня</translation>
    </message>
    <message>
        <source>toadstool</source>
        <translation>мухомор</translation>
    </message>
    <message>
        <source>city at night</source>
        <translation>ночной город</translation>
    </message>
    <message>
        <source>moonlit castle</source>
        <translation>замок при луне</translation>
    </message>
    <message>
        <source>butterfly</source>
        <translation>бабочка</translation>
    </message>
    <message>
        <source>tropical fish</source>
        <translation>тропическая рыба</translation>
    </message>
</context>
<context>
    <name>duo::ui::ClassPanel</name>
    <message>
        <source>Remove all chosen classes</source>
        <translation>Убрать все выбранные классы</translation>
    </message>
    <message>
        <source>Name, number or WordNet id</source>
        <translation>Название, номер или код WordNet</translation>
    </message>
    <message>
        <source>Search a class by name, number or WordNet id</source>
        <translation>Поиск класса по названию, номеру или коду WordNet</translation>
    </message>
    <message>
        <source>Add a random class</source>
        <translation>Добавить случайный класс</translation>
    </message>
    <message>
        <source>Replace with a random class</source>
        <translation>Заменить случайным классом</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>Случайный</translation>
    </message>
    <message>
        <source>Adds a random class; the arrow has more.</source>
        <translation>Добавляет случайный класс; под стрелкой есть ещё.</translation>
    </message>
    <message>
        <source>The classes appear when the models are loaded.</source>
        <translation>Классы появятся, когда загрузятся модели.</translation>
    </message>
    <message>
        <source>No class is called that.</source>
        <translation>Такого класса нет.</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n изображение</numerusform>
            <numerusform>%n изображения</numerusform>
            <numerusform>%n изображений</numerusform>
        </translation>
    </message>
    <message>
        <source>none chosen</source>
        <translation>не выбрано</translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <comment>class × count</comment>
        <translation>%1 × %2</translation>
    </message>
    <message numerus="yes">
        <source>%n class(es)</source>
        <translation>
            <numerusform>%n класс</numerusform>
            <numerusform>%n класса</numerusform>
            <numerusform>%n классов</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>duo::ui::CompareCaption</name>
    <message>
        <source>Picture %1: %2</source>
        <translation>Изображение %1: %2</translation>
    </message>
</context>
<context>
    <name>duo::ui::ComparePane</name>
    <message>
        <source>Take out of the comparison</source>
        <translation>Убрать из сравнения</translation>
    </message>
    <message>
        <source>Take picture %1 out of the comparison</source>
        <translation>Убрать изображение %1 из сравнения</translation>
    </message>
    <message>
        <source>Picture %1: %2</source>
        <translation>Изображение %1: %2</translation>
    </message>
    <message>
        <source>Not decoded yet</source>
        <translation>Ещё не декодировано</translation>
    </message>
    <message>
        <source>This scale was not kept</source>
        <translation>Этот масштаб не сохранён</translation>
    </message>
    <message>
        <source>It appears here when its run has decoded it.</source>
        <translation>Появится здесь, когда запуск его декодирует.</translation>
    </message>
    <message>
        <source>Files keep no scales: move the scrubber to its right end, or decode the picture again with its scales in the history.</source>
        <translation>Файлы не хранят масштабов: передвиньте ползунок вправо до конца или заново декодируйте изображение с масштабами в истории.</translation>
    </message>
</context>
<context>
    <name>duo::ui::CompareSources</name>
    <message>
        <source>Add</source>
        <translation>Добавить</translation>
    </message>
    <message>
        <source>Add a picture to the comparison</source>
        <translation>Добавить изображение к сравнению</translation>
    </message>
    <message>
        <source>Plain VAR</source>
        <translation>Обычный VAR</translation>
    </message>
    <message>
        <source>Decode</source>
        <translation>Декодировать</translation>
    </message>
    <message>
        <source>N = </source>
        <translation>N = </translation>
    </message>
    <message>
        <source>Split of the picture to decode</source>
        <translation>Точка передачи для декодирования</translation>
    </message>
    <message>
        <source>Decode the same picture at this N</source>
        <translation>Декодировать то же изображение с этим N</translation>
    </message>
    <message>
        <source>Choose a picture first.</source>
        <translation>Сначала выберите изображение.</translation>
    </message>
    <message>
        <source>The picture has to be finished first.</source>
        <translation>Сначала изображение должно быть готово.</translation>
    </message>
    <message>
        <source>Decode picture A once more with %1, and compare the two</source>
        <translation>Ещё раз декодировать изображение A с %1 и сравнить их</translation>
    </message>
    <message>
        <source>Decode picture A with the drafter alone, and compare the two</source>
        <translation>Декодировать изображение A одной черновой моделью и сравнить их</translation>
    </message>
    <message>
        <source>Decoding: %1</source>
        <translation>Декодируется: %1</translation>
    </message>
    <message>
        <source>The selected picture</source>
        <translation>Выбранное изображение</translation>
    </message>
    <message>
        <source>Clear the comparison</source>
        <translation>Очистить сравнение</translation>
    </message>
    <message>
        <source>From the history</source>
        <translation>Из истории</translation>
    </message>
    <message>
        <source>Published draws depend on N: another split makes another picture.</source>
        <translation>Опубликованная выборка зависит от N: другая точка передачи даёт другое изображение.</translation>
    </message>
    <message>
        <source>From the run</source>
        <translation>Из запуска</translation>
    </message>
</context>
<context>
    <name>duo::ui::CompareView</name>
    <message>
        <source>Side by side</source>
        <translation>Рядом</translation>
    </message>
    <message>
        <source>All pictures with one zoom and pan</source>
        <translation>Все изображения с общим увеличением и сдвигом</translation>
    </message>
    <message>
        <source>Wipe</source>
        <translation>Шторка</translation>
    </message>
    <message>
        <source>One picture left of a line, the other right of it</source>
        <translation>Одно изображение слева от линии, другое справа</translation>
    </message>
    <message>
        <source>Flip</source>
        <translation>Смена</translation>
    </message>
    <message>
        <source>One picture, the other while Space is held</source>
        <translation>Одно изображение; другое — пока удержан пробел</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Разность</translation>
    </message>
    <message>
        <source>Where and how much two pictures differ</source>
        <translation>Где и насколько различаются два изображения</translation>
    </message>
    <message>
        <source>Fit the pictures</source>
        <translation>Вписать изображения</translation>
    </message>
    <message>
        <source>Actual size</source>
        <translation>Истинный размер</translation>
    </message>
    <message>
        <source>First picture of the pair</source>
        <translation>Первое изображение пары</translation>
    </message>
    <message>
        <source>Other picture of the pair</source>
        <translation>Второе изображение пары</translation>
    </message>
    <message>
        <source>Swap the pair</source>
        <translation>Поменять местами</translation>
    </message>
    <message>
        <source>Nothing to compare yet</source>
        <translation>Пока нечего сравнивать</translation>
    </message>
    <message>
        <source>Wipe between two pictures</source>
        <translation>Шторка между двумя изображениями</translation>
    </message>
    <message>
        <source>N = %1</source>
        <translation>N = %1</translation>
    </message>
    <message>
        <source>|%1 − %2|</source>
        <translation>|%1 − %2|</translation>
    </message>
    <message>
        <source>Choose up to four pictures. Ctrl+D adds the picture shown, C adds one of a sweep, and Add lists those of the run and the history.</source>
        <translation>Выберите до четырёх изображений. Ctrl+D добавляет показанное, C — изображение перебора, «Добавить» — из запуска и истории.</translation>
    </message>
</context>
<context>
    <name>duo::ui::CoreClient</name>
    <message>
        <source>The core is starting.</source>
        <translation>Ядро запускается.</translation>
    </message>
    <message>
        <source>%1 is ready.</source>
        <translation>%1: готово.</translation>
    </message>
    <message>
        <source>%1 It is restarting.</source>
        <translation>%1 Ядро перезапускается.</translation>
    </message>
    <message numerus="yes">
        <source>The core ended %n times in a row (%1) and was not restarted.</source>
        <translation>
            <numerusform>Ядро завершилось %n раз подряд (%1) и не было перезапущено.</numerusform>
            <numerusform>Ядро завершилось %n раза подряд (%1) и не было перезапущено.</numerusform>
            <numerusform>Ядро завершилось %n раз подряд (%1) и не было перезапущено.</numerusform>
        </translation>
    </message>
    <message>
        <source>Its last output: %1</source>
        <translation>Последнее сообщение: %1</translation>
    </message>
    <message>
        <source>The core was restarted during this run.</source>
        <translation>Ядро было перезапущено во время этого запуска.</translation>
    </message>
    <message>
        <source>Run again.</source>
        <translation>Запустите снова.</translation>
    </message>
    <message>
        <source>it was not restarted. Waiting runs are kept.</source>
        <translation>оно не перезапущено. Ожидающие запуски сохранены.</translation>
    </message>
    <message>
        <source>it is restarting. Waiting runs will continue.</source>
        <translation>оно перезапускается. Ожидающие запуски продолжатся.</translation>
    </message>
    <message>
        <source>The system may have run out of memory. Run again, with a smaller batch if this happens again.</source>
        <translation>Возможно, системе не хватило памяти. Запустите снова, а если повторится — с меньшим пакетом.</translation>
    </message>
    <message>
        <source>Run again. If this happens again, please report it.</source>
        <translation>Запустите снова. Если повторится, пожалуйста, сообщите об этом.</translation>
    </message>
    <message>
        <source>The core ended unexpectedly (%1) during this run; %2</source>
        <translation>Ядро внезапно завершилось (%1) во время этого запуска; %2</translation>
    </message>
    <message>
        <source>The core has not been started yet.</source>
        <translation>Ядро ещё не запущено.</translation>
    </message>
</context>
<context>
    <name>duo::ui::CoreProcess</name>
    <message numerus="yes">
        <source>The core %1 did not respond for %n s. Check that it is duoscale-cli, or start it again.</source>
        <translation>
            <numerusform>Ядро %1 не отвечает %n с. Проверьте, что это duoscale-cli, или перезапустите его.</numerusform>
            <numerusform>Ядро %1 не отвечает %n с. Проверьте, что это duoscale-cli, или перезапустите его.</numerusform>
            <numerusform>Ядро %1 не отвечает %n с. Проверьте, что это duoscale-cli, или перезапустите его.</numerusform>
        </translation>
    </message>
    <message>
        <source>not started</source>
        <translation>не запущено</translation>
    </message>
    <message>
        <source>The core %1 uses protocol version %2, this window version %3. Install the same release of both.</source>
        <translation>Ядро %1 использует версию протокола %2, это окно — версию %3. Установите обе части из одного выпуска.</translation>
    </message>
    <message>
        <source>not a core</source>
        <translation>не ядро</translation>
    </message>
    <message>
        <source>The core sent unreadable data: %1</source>
        <translation>Ядро прислало нечитаемые данные: %1</translation>
    </message>
    <message>
        <source>broken stream</source>
        <translation>поток повреждён</translation>
    </message>
    <message>
        <source>The core ended unexpectedly (signal %1).</source>
        <translation>Ядро внезапно завершилось (сигнал %1).</translation>
    </message>
    <message>
        <source>signal %1</source>
        <translation>сигнал %1</translation>
    </message>
    <message>
        <source>The core ended unexpectedly (exit status %1).</source>
        <translation>Ядро внезапно завершилось (код выхода %1).</translation>
    </message>
    <message>
        <source>exit status %1</source>
        <translation>код выхода %1</translation>
    </message>
    <message>
        <source>The core %1 cannot be started: %2. Install Duoscale again.</source>
        <translation>Не удалось запустить ядро %1: %2. Переустановите Duoscale.</translation>
    </message>
    <message>
        <source>The core %1 did not answer the handshake. Check that it is duoscale-cli.</source>
        <translation>Ядро %1 не ответило на приветствие. Проверьте, что это duoscale-cli.</translation>
    </message>
    <message>
        <source>The program %1 does not speak Duoscale&apos;s protocol. Check that it is duoscale-cli of this release.</source>
        <translation>Программа %1 не понимает протокол Duoscale. Проверьте, что это duoscale-cli этого выпуска.</translation>
    </message>
    <message>
        <source>The core %1 cannot be started. Check that duoscale-cli is installed there.</source>
        <translation>Не удалось запустить ядро %1. Проверьте, что там установлен duoscale-cli.</translation>
    </message>
</context>
<context>
    <name>duo::ui::CostChart</name>
    <message>
        <source>Time and memory</source>
        <translation>Время и память</translation>
    </message>
    <message>
        <source>No split measured yet</source>
        <translation>Ни одно значение N не измерено</translation>
    </message>
    <message>
        <source>A sweep decodes the same pictures with every split and fills this chart.</source>
        <translation>Перебор декодирует те же изображения с каждым N и заполнит этот график.</translation>
    </message>
    <message>
        <source>Decoding time</source>
        <translation>Время декодирования</translation>
    </message>
    <message>
        <source>Peak of caches and activations</source>
        <translation>Пик кэшей и активаций</translation>
    </message>
    <message>
        <source>Scales of the drafter, N</source>
        <translation>Масштабы черновой модели, N</translation>
    </message>
    <message>
        <source>Time [%1]</source>
        <translation>Время [%1]</translation>
    </message>
    <message>
        <source>Memory [%1]</source>
        <translation>Память [%1]</translation>
    </message>
    <message>
        <source>N = %1 now</source>
        <translation>сейчас N = %1</translation>
    </message>
    <message>
        <source>N = %1</source>
        <translation>N = %1</translation>
    </message>
    <message>
        <source>VQ-VAE</source>
        <translation>VQ-VAE</translation>
    </message>
    <message>
        <source>N = %1: %2, %3</source>
        <translation>N = %1: %2, %3</translation>
    </message>
    <message>
        <source>N</source>
        <translation>N</translation>
    </message>
    <message>
        <source>Decoding [ms]</source>
        <translation>Декодирование [мс]</translation>
    </message>
    <message>
        <source>VQ-VAE [ms]</source>
        <translation>VQ-VAE [мс]</translation>
    </message>
    <message>
        <source>Peak of caches and activations [bytes]</source>
        <translation>Пик кэшей и активаций [байт]</translation>
    </message>
</context>
<context>
    <name>duo::ui::CurveEditor</name>
    <message>
        <source>Curve, one value per scale</source>
        <translation>Кривая, одно значение на масштаб</translation>
    </message>
    <message>
        <source>Drag one handle, or across several. Keys: left and right select, up and down change (Shift: finer); or type a number and press Enter</source>
        <translation>Тяните одну точку или проведите по нескольким. Клавиши: влево и вправо — выбор, вверх и вниз — значение (с Shift — точнее); или введите число и нажмите Enter</translation>
    </message>
    <message>
        <source>Point %1 of %2, %3: %4</source>
        <translation>Точка %1 из %2, %3: %4</translation>
    </message>
</context>
<context>
    <name>duo::ui::DifferenceLegend</name>
    <message>
        <source>Colours of the difference: black is %1, the middle %2, white %3 levels</source>
        <translation>Цвета разности: чёрный — %1, середина — %2, белый — %3 уровней</translation>
    </message>
    <message>
        <source>Levels of 255 that the colours stand for</source>
        <translation>Уровни (из 255), которым соответствуют цвета</translation>
    </message>
    <message>
        <source>≥ %1</source>
        <translation>≥ %1</translation>
    </message>
</context>
<context>
    <name>duo::ui::DifferencePage</name>
    <message>
        <source>Difference map</source>
        <translation>Карта разности</translation>
    </message>
    <message>
        <source>RGB</source>
        <translation>RGB</translation>
    </message>
    <message>
        <source>Luma</source>
        <translation>Яркость</translation>
    </message>
    <message>
        <source>What is compared</source>
        <translation>Что сравнивается</translation>
    </message>
    <message>
        <source>RGB: the largest of the three channels; Luma: brightness alone</source>
        <translation>RGB: наибольший из трёх каналов; «Яркость»: только яркость</translation>
    </message>
    <message>
        <source>Gain of the difference map</source>
        <translation>Усиление карты разности</translation>
    </message>
    <message>
        <source>Small differences become visible at a higher gain</source>
        <translation>При большем усилении видны и малые различия</translation>
    </message>
    <message>
        <source>Figures of the difference</source>
        <translation>Показатели разности</translation>
    </message>
    <message>
        <source>&amp;Gain</source>
        <translation>&amp;Усиление</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>Сравнение…</translation>
    </message>
    <message>
        <source>Nothing to compare at this scale</source>
        <translation>На этом масштабе нечего сравнивать</translation>
    </message>
    <message>
        <source>Move the scrubber to its right end for the finished pictures.</source>
        <translation>Для готовых изображений сдвиньте ползунок до правого края.</translation>
    </message>
    <message>
        <source>The pictures differ in size</source>
        <translation>Размеры изображений разные</translation>
    </message>
    <message>
        <source>%1×%2 and %3×%4 pixels have no difference map.</source>
        <translation>Для %1×%2 и %3×%4 пикселей карты разности нет.</translation>
    </message>
    <message>
        <source>%1×</source>
        <translation>%1×</translation>
    </message>
    <message>
        <source>The pictures are equal</source>
        <translation>Изображения одинаковы</translation>
    </message>
    <message>
        <source>mean %1 · max %2 of 255 · PSNR %3 dB</source>
        <translation>среднее %1 · макс. %2 из 255 · PSNR %3 дБ</translation>
    </message>
</context>
<context>
    <name>duo::ui::EnergyChart</name>
    <message>
        <source>What each scale added</source>
        <translation>Что добавил каждый масштаб</translation>
    </message>
    <message>
        <source>Nothing to compare</source>
        <translation>Нечего сравнивать</translation>
    </message>
    <message>
        <source>The pictures of the scales are missing.</source>
        <translation>Нет изображений масштабов.</translation>
    </message>
    <message>
        <source>Drafter</source>
        <translation>Черновая модель</translation>
    </message>
    <message>
        <source>Refiner</source>
        <translation>Уточняющая модель</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>Масштаб</translation>
    </message>
    <message>
        <source>Change [levels]</source>
        <translation>Изменение [уровни]</translation>
    </message>
    <message>
        <source>Scale %1 has no picture to compare</source>
        <translation>У масштаба %1 нет изображения для сравнения</translation>
    </message>
    <message>
        <source>Scale %1, %2</source>
        <translation>Масштаб %1, %2</translation>
    </message>
    <message>
        <source>Change, root mean square</source>
        <translation>Среднеквадратичное изменение</translation>
    </message>
    <message>
        <source>%1 levels</source>
        <translation>%1 ур.</translation>
    </message>
    <message>
        <source>Energy, mean square</source>
        <translation>Энергия (средний квадрат)</translation>
    </message>
    <message>
        <source>%1 levels²</source>
        <translation>%1 ур.²</translation>
    </message>
    <message>
        <source>scale %1: %2 levels</source>
        <translation>масштаб %1: %2 ур.</translation>
    </message>
    <message>
        <source>Root mean square change of the luma by %1.</source>
        <translation>Среднеквадратичное изменение яркости: %1.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Модель</translation>
    </message>
    <message>
        <source>Energy [levels²]</source>
        <translation>Энергия [уровни²]</translation>
    </message>
    <message>
        <source>Root mean square [levels]</source>
        <translation>Среднеквадратичное [уровни]</translation>
    </message>
</context>
<context>
    <name>duo::ui::EntropyLegend</name>
    <message>
        <source>Entropy of each draw, in nats. At 0 one code is certain; the brightest token had the most codes to choose from. The probability under the cursor is that of the code drawn, after guidance, top-k and top-p.</source>
        <translation>Энтропия каждого выбора в натах. При 0 код однозначен; у самого яркого токена выбор шире всего. Вероятность под курсором — вероятность выбранного кода после guidance, top-k и top-p.</translation>
    </message>
    <message>
        <source>Scale of the entropy</source>
        <translation>Шкала энтропии</translation>
    </message>
    <message>
        <source>dark: 0 nats, bright: %1</source>
        <translation>тёмный: 0 нат, яркий: %1</translation>
    </message>
    <message>
        <source>%1 nats</source>
        <translation>%1 нат</translation>
    </message>
    <message>
        <source>certain</source>
        <translation>однозначно</translation>
    </message>
</context>
<context>
    <name>duo::ui::ErrorWords</name>
    <message>
        <source>These settings cannot be used together.</source>
        <translation>Эти настройки несовместимы.</translation>
    </message>
    <message>
        <source>A file cannot be read or written.</source>
        <translation>Файл не удаётся прочитать или записать.</translation>
    </message>
    <message>
        <source>A model file is damaged or of another kind.</source>
        <translation>Файл модели повреждён или другого вида.</translation>
    </message>
    <message>
        <source>There is not enough memory.</source>
        <translation>Не хватает памяти.</translation>
    </message>
    <message>
        <source>The results hold numbers that are not finite.</source>
        <translation>В результатах есть бесконечные или неопределённые числа.</translation>
    </message>
    <message>
        <source>The device is missing or failed.</source>
        <translation>Устройство не найдено или отказало.</translation>
    </message>
    <message>
        <source>The window and the core do not understand each other.</source>
        <translation>Окно и ядро не понимают друг друга.</translation>
    </message>
    <message>
        <source>An error in Duoscale stopped the run.</source>
        <translation>Ошибка в Duoscale остановила запуск.</translation>
    </message>
    <message>
        <source>The run was stopped.</source>
        <translation>Запуск остановлен.</translation>
    </message>
</context>
<context>
    <name>duo::ui::Evaluation</name>
    <message>
        <source>It cannot be read: %1.</source>
        <translation>Файл не читается: %1.</translation>
    </message>
    <message>
        <source>It has no table of splits.</source>
        <translation>В нём нет таблицы точек передачи.</translation>
    </message>
    <message>
        <source>%1 wrote it, which is newer than this program.</source>
        <translation>Файл записала более новая программа, %1.</translation>
    </message>
    <message>
        <source>%1 holds no evaluation. %2</source>
        <translation>В %1 нет оценки. %2</translation>
    </message>
    <message>
        <source>It is not JSON: byte %1 is unexpected.</source>
        <translation>Это не JSON: неожиданный байт %1.</translation>
    </message>
    <message>
        <source>A line of its table has no split or no pair of models.</source>
        <translation>В строке таблицы нет точки передачи или пары моделей.</translation>
    </message>
    <message>
        <source>Its table has “%1” where a number belongs.</source>
        <translation>В таблице стоит «%1», а должно быть число.</translation>
    </message>
    <message>
        <source>It is too large for a sweep&apos;s table.</source>
        <translation>Файл слишком велик для таблицы перебора.</translation>
    </message>
    <message>
        <source>%1 drafts the first N of %2 scales, %3 the rest (seed %4, %5)</source>
        <translation>%1 делает первые N из %2 масштабов, %3 — остальные (зерно %4, %5)</translation>
    </message>
</context>
<context>
    <name>duo::ui::EvaluationModel</name>
    <message>
        <source>Pair</source>
        <translation>Пара</translation>
    </message>
    <message>
        <source>Distance</source>
        <translation>Расстояние</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>Узнаваемость</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Точность</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>Полнота</translation>
    </message>
    <message>
        <source>Pictures/s</source>
        <translation>Изобр./с</translation>
    </message>
    <message>
        <source>with VQ-VAE</source>
        <translation>с VQ-VAE</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Память</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Изображения</translation>
    </message>
    <message>
        <source>Scales that the drafter decodes</source>
        <translation>Масштабы, которые декодирует черновая модель</translation>
    </message>
    <message>
        <source>The plain pair, or one fine-tuned for this split</source>
        <translation>Обычная пара или настроенная на эту точку передачи</translation>
    </message>
    <message>
        <source>Fréchet distance to the reference: less is better</source>
        <translation>Расстояние Фреше до эталона: меньше — лучше</translation>
    </message>
    <message>
        <source>Share of the pictures that show their class</source>
        <translation>Доля изображений, на которых узнаётся их класс</translation>
    </message>
    <message>
        <source>Share of the pictures that lie among those of the reference</source>
        <translation>Доля изображений, попавших в область эталонных</translation>
    </message>
    <message>
        <source>Share of the reference that lies among the pictures</source>
        <translation>Доля эталонных, попавших в область изображений</translation>
    </message>
    <message>
        <source>Pictures decoded in a second, the VQ-VAE not counted</source>
        <translation>Изображений в секунду, без VQ-VAE</translation>
    </message>
    <message>
        <source>Pictures made in a second, the VQ-VAE counted</source>
        <translation>Изображений в секунду, вместе с VQ-VAE</translation>
    </message>
    <message>
        <source>Weights, caches and activations of one batch at their highest</source>
        <translation>Веса, кэши и активации одного пакета в пике</translation>
    </message>
    <message>
        <source>Pictures that were measured</source>
        <translation>Число измеренных изображений</translation>
    </message>
</context>
<context>
    <name>duo::ui::EvaluationPage</name>
    <message>
        <source>compared to %1 by the %2</source>
        <translation>сравнение с: %1, признаки: %2</translation>
    </message>
    <message>
        <source>on %1, batches of %2</source>
        <translation>на %1, пакеты по %2</translation>
    </message>
    <message>
        <source>Models of the evaluation</source>
        <translation>Модели оценки</translation>
    </message>
    <message>
        <source>How it was measured</source>
        <translation>Как измерено</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>Открыть…</translation>
    </message>
    <message>
        <source>Copy table</source>
        <translation>Скопировать</translation>
    </message>
    <message>
        <source>Use this N</source>
        <translation>Взять это N</translation>
    </message>
    <message>
        <source>Open the sweep.json of another run of duoscale-cli sweep</source>
        <translation>Открыть sweep.json другого запуска duoscale-cli sweep</translation>
    </message>
    <message>
        <source>Copy all figures as CSV</source>
        <translation>Скопировать все показатели как CSV</translation>
    </message>
    <message>
        <source>Figures of every split</source>
        <translation>Показатели всех точек передачи</translation>
    </message>
    <message>
        <source>Generate with this split from now on (U)</source>
        <translation>Дальше генерировать с этой точкой передачи (U)</translation>
    </message>
    <message>
        <source>Choose the sweep.json in a folder that duoscale-cli sweep wrote.</source>
        <translation>Выберите sweep.json в папке, которую записал duoscale-cli sweep.</translation>
    </message>
    <message>
        <source>Open an evaluation</source>
        <translation>Открыть оценку</translation>
    </message>
    <message>
        <source>Evaluations (*.json)</source>
        <translation>Оценки (*.json)</translation>
    </message>
    <message>
        <source>Use N = %1</source>
        <translation>Взять N = %1</translation>
    </message>
    <message>
        <source>N = %1 is in use</source>
        <translation>Выбрано N = %1</translation>
    </message>
    <message>
        <source>N = %1 is in use, by its own pair</source>
        <translation>Выбрано N = %1 с настроенной парой</translation>
    </message>
    <message>
        <source>The table was copied as CSV</source>
        <translation>Таблица скопирована как CSV</translation>
    </message>
</context>
<context>
    <name>duo::ui::FamilyStrip</name>
    <message>
        <source>The family is finished.</source>
        <translation>Семейство готово.</translation>
    </message>
    <message>
        <source>Stage %1 of %2: %3</source>
        <translation>Этап %1 из %2: %3</translation>
    </message>
    <message>
        <source>%1 % of it</source>
        <translation>%1 % этапа</translation>
    </message>
    <message>
        <source>about %1 left for all stages</source>
        <translation>на все этапы осталось около %1</translation>
    </message>
    <message>
        <source>drafter for N = %1</source>
        <translation>черновая модель для N = %1</translation>
    </message>
    <message>
        <source>refiner for N = %1</source>
        <translation>уточняющая модель для N = %1</translation>
    </message>
    <message>
        <source>VQ-VAE</source>
        <translation>VQ-VAE</translation>
    </message>
    <message>
        <source>token maps</source>
        <translation>карты токенов</translation>
    </message>
    <message>
        <source>drafter</source>
        <translation>черновая модель</translation>
    </message>
    <message>
        <source>refiner</source>
        <translation>уточняющая модель</translation>
    </message>
    <message>
        <source>classifier</source>
        <translation>классификатор</translation>
    </message>
    <message>
        <source>writing the models</source>
        <translation>запись моделей</translation>
    </message>
    <message>
        <source>evaluation</source>
        <translation>оценка</translation>
    </message>
    <message>
        <source>sheet of samples</source>
        <translation>лист образцов</translation>
    </message>
    <message>
        <source>model card</source>
        <translation>карточка модели</translation>
    </message>
    <message>
        <source>Progress of the family</source>
        <translation>Ход обучения семейства</translation>
    </message>
    <message>
        <source>Open the family</source>
        <translation>Открыть семейство</translation>
    </message>
    <message>
        <source>Stages of the family that are done</source>
        <translation>Готовые этапы семейства</translation>
    </message>
    <message>
        <source>Stages of the family</source>
        <translation>Этапы семейства</translation>
    </message>
    <message>
        <source>Load the finished models for the next pictures</source>
        <translation>Загрузить готовые модели для следующих изображений</translation>
    </message>
</context>
<context>
    <name>duo::ui::FlipPage</name>
    <message>
        <source>Hold to see the other</source>
        <translation>Удерживайте, чтобы увидеть другое</translation>
    </message>
    <message>
        <source>Hold Space to see the other picture, Tab shows the next one, Shift+Tab leaves</source>
        <translation>Удерживайте пробел, чтобы увидеть другое изображение; Tab — следующее, Shift+Tab — выйти</translation>
    </message>
    <message>
        <source>Nothing to show at this scale</source>
        <translation>На этом масштабе нечего показать</translation>
    </message>
    <message>
        <source>Move the scrubber to its right end for the finished picture.</source>
        <translation>Для готового изображения сдвиньте ползунок до правого края.</translation>
    </message>
    <message>
        <source>Space, held, does the same</source>
        <translation>То же самое: удерживать пробел</translation>
    </message>
    <message>
        <source>Space: the other · Tab: the next</source>
        <translation>Пробел: другое · Tab: следующее</translation>
    </message>
    <message>
        <source>Shown: %1</source>
        <translation>Показано: %1</translation>
    </message>
</context>
<context>
    <name>duo::ui::GetModelsDialog</name>
    <message>
        <source>%1/s</source>
        <translation>%1/с</translation>
    </message>
    <message>
        <source>CoDe pair for N = %1</source>
        <translation>Пара CoDe для N = %1</translation>
    </message>
    <message>
        <source>VAR-%1 of CCA alone, needs no guidance</source>
        <translation>Только VAR-%1 из CCA, без CFG</translation>
    </message>
    <message>
        <source>VAR-%1 of DDO alone, needs no guidance</source>
        <translation>Только VAR-%1 из DDO, без CFG</translation>
    </message>
    <message>
        <source>VAR-%1 and VAR-%2, a pair for any N</source>
        <translation>VAR-%1 и VAR-%2, пара для любого N</translation>
    </message>
    <message>
        <source>VAR-%1 alone</source>
        <translation>Только VAR-%1</translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>около %1</translation>
    </message>
    <message>
        <source>there</source>
        <translation>есть</translation>
    </message>
    <message>
        <source>%1 of %2 files</source>
        <translation>%1 из %2 файлов</translation>
    </message>
    <message>
        <source>there (%1)</source>
        <translation>есть (%1)</translation>
    </message>
    <message>
        <source>%1 arrived</source>
        <translation>получено %1</translation>
    </message>
    <message>
        <source>waits</source>
        <translation>ожидает</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>соединение</translation>
    </message>
    <message>
        <source>trying again</source>
        <translation>новая попытка</translation>
    </message>
    <message>
        <source>converting</source>
        <translation>преобразование</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>ошибка</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>остановлено</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 of %2 files; %3 of %4</source>
        <translation>%1 из %2 файлов; %3 из %4</translation>
    </message>
    <message>
        <source>, %1, %2 left</source>
        <comment>speed, time</comment>
        <translation>, %1, осталось %2</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Выбрать…</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Загрузить</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Остановить</translation>
    </message>
    <message>
        <source>Use these models</source>
        <translation>Открыть эти модели</translation>
    </message>
    <message>
        <source>Get models</source>
        <translation>Загрузка моделей</translation>
    </message>
    <message>
        <source>Published models</source>
        <translation>Опубликованные модели</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Модель</translation>
    </message>
    <message>
        <source>Memory: fp32, bf16, int8</source>
        <translation>Память: fp32, bf16, int8</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>В папке</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Лицензия</translation>
    </message>
    <message>
        <source>Folder for the models</source>
        <translation>Папка для моделей</translation>
    </message>
    <message>
        <source>Into the folder</source>
        <translation>В папку</translation>
    </message>
    <message>
        <source>On arrival</source>
        <translation>После загрузки</translation>
    </message>
    <message>
        <source>Keep the files as published</source>
        <translation>Оставить файлы как есть</translation>
    </message>
    <message>
        <source>Convert to bf16: half the disk and memory</source>
        <translation>Преобразовать в bf16: вдвое меньше диска и памяти</translation>
    </message>
    <message>
        <source>Convert to int8: a quarter of the disk and memory</source>
        <translation>Преобразовать в int8: вчетверо меньше диска и памяти</translation>
    </message>
    <message>
        <source>The converted file takes the place of the published one. The VQ-VAE stays as it is.</source>
        <translation>Преобразованный файл заменяет опубликованный. VQ-VAE остаётся как есть.</translation>
    </message>
    <message>
        <source>Mirror</source>
        <translation>Зеркало</translation>
    </message>
    <message>
        <source>none, or the address of a mirror of huggingface.co</source>
        <translation>нет, или адрес зеркала huggingface.co</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>A download goes on while the window is open.</source>
        <translation>Загрузка продолжается, пока открыто окно программы.</translation>
    </message>
    <message>
        <source>Open this folder in the Models panel</source>
        <translation>Открыть эту папку на панели «Модели»</translation>
    </message>
    <message>
        <source>Choose a folder for models</source>
        <translation>Выберите папку для моделей</translation>
    </message>
    <message>
        <source>Families: what makes pictures together</source>
        <translation>Семейства: наборы для создания изображений</translation>
    </message>
    <message>
        <source>Files: %1.</source>
        <translation>Файлы: %1.</translation>
    </message>
    <message>
        <source>Single files</source>
        <translation>Отдельные файлы</translation>
    </message>
    <message>
        <source>Published at %1.</source>
        <translation>Опубликовано на %1.</translation>
    </message>
    <message>
        <source>Check a family or a file. %1 are free.</source>
        <translation>Отметьте семейство или файл. Свободно %1.</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s): about %1 to download, %2 are free.</source>
        <translation>
            <numerusform>%n файл: загрузить около %1, свободно %2.</numerusform>
            <numerusform>%n файла: загрузить около %1, свободно %2.</numerusform>
            <numerusform>%n файлов: загрузить около %1, свободно %2.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>duo::ui::HelpDialogs</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Сочетания клавиш</translation>
    </message>
    <message>
        <source>About Duoscale</source>
        <translation>О программе Duoscale</translation>
    </message>
    <message>
        <source>&lt;h3&gt;Duoscale %1&lt;/h3&gt;&lt;p&gt;A studio for visual autoregressive models with Collaborative Decoding (CoDe, arXiv 2411.17787).&lt;/p&gt;&lt;p&gt;Free software under the GNU General Public License, version 3 or later.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;Duoscale %1&lt;/h3&gt;&lt;p&gt;Студия для визуальных авторегрессионных моделей с совместным декодированием (Collaborative Decoding, CoDe, arXiv 2411.17787).&lt;/p&gt;&lt;p&gt;Свободная программа под лицензией GNU GPL версии 3 или более поздней.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Choose the class and generate</source>
        <translation>Выбрать класс и сгенерировать</translation>
    </message>
    <message>
        <source>Add the class</source>
        <translation>Добавить класс</translation>
    </message>
    <message>
        <source>From the search to the list and back</source>
        <translation>Из поиска в список и обратно</translation>
    </message>
    <message>
        <source>Make the class a favourite, or end it</source>
        <translation>Добавить класс в избранное или убрать</translation>
    </message>
    <message>
        <source>Picture, added, tokens, entropy</source>
        <translation>Изображение, добавка, токены, энтропия</translation>
    </message>
    <message>
        <source>All pictures of the batch, or one</source>
        <translation>Все изображения пакета или одно</translation>
    </message>
    <message>
        <source>Another picture of the batch; moves an enlarged picture</source>
        <translation>Другое изображение пакета; сдвиг увеличенного изображения</translation>
    </message>
    <message>
        <source>Enlarge the chosen picture of the batch</source>
        <translation>Увеличить выбранное изображение пакета</translation>
    </message>
    <message>
        <source>Zoom in, zoom out</source>
        <translation>Увеличить, уменьшить</translation>
    </message>
    <message>
        <source>Fit the picture into its room</source>
        <translation>Вписать изображение</translation>
    </message>
    <message>
        <source>Move the line of a wipe</source>
        <translation>Сдвинуть линию шторки</translation>
    </message>
    <message>
        <source>Flip the compared pictures while held</source>
        <translation>Пока нажата: другое изображение сравнения</translation>
    </message>
    <message>
        <source>One draft step fewer, one more</source>
        <translation>На один черновой шаг меньше, больше</translation>
    </message>
    <message>
        <source>Type the number of draft steps</source>
        <translation>Ввести число черновых шагов</translation>
    </message>
    <message>
        <source>The refiner alone, the drafter alone</source>
        <translation>Только уточняющая модель, только черновая</translation>
    </message>
    <message>
        <source>Show a coarser or a finer scale</source>
        <translation>Показать масштаб грубее или точнее</translation>
    </message>
    <message>
        <source>Open the picture in Single</source>
        <translation>Открыть изображение в «Просмотре»</translation>
    </message>
    <message>
        <source>Add the picture to Compare</source>
        <translation>Добавить изображение к сравнению</translation>
    </message>
    <message>
        <source>Use this number of draft steps</source>
        <translation>Взять это число черновых шагов</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Везде</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>Классы</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Изображения</translation>
    </message>
    <message>
        <source>Rail of scales</source>
        <translation>Лента масштабов</translation>
    </message>
    <message>
        <source>Sheet of a sweep</source>
        <translation>Лист перебора</translation>
    </message>
    <message>
        <source>History</source>
        <translation>История</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>Печать…</translation>
    </message>
    <message>
        <source>Prints this sheet, or writes it as PDF</source>
        <translation>Печатает этот лист или сохраняет его в PDF</translation>
    </message>
</context>
<context>
    <name>duo::ui::HelpTopics</name>
    <message>
        <source>Drafter</source>
        <translation>Черновая модель</translation>
    </message>
    <message>
        <source>The large model of a pair. It decodes the first N scales, which fix the layout and the objects of the picture.</source>
        <translation>Большая модель пары. Она декодирует первые N масштабов, которые задают композицию и предметы изображения.</translation>
    </message>
    <message>
        <source>Refiner</source>
        <translation>Уточняющая модель</translation>
    </message>
    <message>
        <source>The small model of a pair. It decodes the scales from N on, which add detail and need the large model least.</source>
        <translation>Малая модель пары. Она декодирует остальные масштабы: они добавляют детали и меньше всего нуждаются в большой модели.</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>Масштаб</translation>
    </message>
    <message>
        <source>One step from coarse to fine: a token map of 1 × 1, then 2 × 2, and so on. All tokens of a scale are decoded at once.</source>
        <translation>Один шаг от грубого к мелкому: карта токенов 1 × 1, затем 2 × 2 и так далее. Все токены масштаба декодируются сразу.</translation>
    </message>
    <message>
        <source>Split N</source>
        <translation>Точка передачи N</translation>
    </message>
    <message>
        <source>The number of scales that the drafter decodes. A smaller N takes less time and memory; the last scales need the drafter least.</source>
        <translation>Число масштабов, которые декодирует черновая модель. Чем меньше N, тем меньше нужно времени и памяти; последние масштабы меньше всего нуждаются в черновой модели.</translation>
    </message>
    <message>
        <source>Hand-over</source>
        <translation>Передача</translation>
    </message>
    <message>
        <source>The refiner takes over from the drafter here. The drafter&apos;s KV cache is freed, and the refiner prefills.</source>
        <translation>Здесь уточняющая модель сменяет черновую. KV-кэш черновой модели освобождается, уточняющая выполняет предзаполнение.</translation>
    </message>
    <message>
        <source>Prefill</source>
        <translation>Предзаполнение</translation>
    </message>
    <message>
        <source>The refiner&apos;s first pass, over all scales that the drafter decoded. It fills the refiner&apos;s KV cache.</source>
        <translation>Первый проход уточняющей модели по всем масштабам черновой. Он заполняет KV-кэш уточняющей модели.</translation>
    </message>
    <message>
        <source>KV cache</source>
        <translation>KV-кэш</translation>
    </message>
    <message>
        <source>Keys and values of the scales so far, which later scales attend to. It grows with the tokens, the model and the batch.</source>
        <translation>Ключи и значения готовых масштабов, к которым обращаются следующие. Он растёт с числом токенов, размером модели и пакетом.</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>Guidance (CFG)</translation>
    </message>
    <message>
        <source>Classifier-free guidance (CFG) enlarges the difference that the class makes. More guidance makes the class clearer and the pictures less varied.</source>
        <translation>Classifier-free guidance (CFG) усиливает влияние класса. Чем больше значение, тем яснее класс и тем однообразнее изображения.</translation>
    </message>
    <message>
        <source>Top-k</source>
        <translation>Top-k</translation>
    </message>
    <message>
        <source>The draw takes one of the k most probable codes. A smaller k gives cleaner and less varied pictures; 0 keeps all codes.</source>
        <translation>Выбирается один из k самых вероятных кодов. Меньшее k даёт более чистые и однообразные изображения; 0 оставляет все коды.</translation>
    </message>
    <message>
        <source>Top-p</source>
        <translation>Top-p</translation>
    </message>
    <message>
        <source>The draw takes one of the most probable codes that together reach the probability p. A smaller p gives cleaner and less varied pictures.</source>
        <translation>Выбирается один из самых вероятных кодов, которые вместе набирают вероятность p. Меньшее p даёт более чистые и однообразные изображения.</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Температура</translation>
    </message>
    <message>
        <source>The logits are divided by it before the draw. Above 1 the draws vary more, below 1 less.</source>
        <translation>На неё делятся логиты перед выбором. При значении больше 1 выбор разнообразнее, меньше 1 — однообразнее.</translation>
    </message>
    <message>
        <source>Latent</source>
        <translation>Латент</translation>
    </message>
    <message>
        <source>The sum of what all scales contributed. The VQ-VAE decodes it to the picture.</source>
        <translation>Сумма вкладов всех масштабов. VQ-VAE декодирует её в изображение.</translation>
    </message>
    <message>
        <source>Token map</source>
        <translation>Карта токенов</translation>
    </message>
    <message>
        <source>The codes of one scale, one colour for each code. Each code is an entry of the VQ-VAE&apos;s codebook.</source>
        <translation>Коды одного масштаба, у каждого кода свой цвет. Код — запись в кодовой книге VQ-VAE.</translation>
    </message>
    <message>
        <source>Entropy</source>
        <translation>Энтропия</translation>
    </message>
    <message>
        <source>How undecided the model was at each token, in nats: dark is certain. High entropy is usual in textures.</source>
        <translation>Насколько модель не уверена в каждом токене, в натах: тёмное — уверенно. Высокая энтропия обычна для текстур.</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Память</translation>
    </message>
    <message>
        <source>The memory of a run by owner: weights, KV cache, activations. At the hand-over the drafter&apos;s cache is freed, and the curve falls.</source>
        <translation>Память запуска по владельцам: веса, KV-кэш, активации. При передаче кэш черновой модели освобождается, и кривая падает.</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Скорость</translation>
    </message>
    <message>
        <source>The time of each scale, in the colour of the model that decoded it. The parts are transformer, sampling and pyramid.</source>
        <translation>Время каждого масштаба цветом модели, которая его декодировала. Части: трансформер, выбор токенов и пирамида.</translation>
    </message>
    <message>
        <source>Time and memory</source>
        <translation>Время и память</translation>
    </message>
    <message>
        <source>Decoding time and peak memory for every split of a sweep. Both fall as N gets smaller.</source>
        <translation>Время декодирования и пик памяти для каждой точки передачи перебора. Оба уменьшаются вместе с N.</translation>
    </message>
    <message>
        <source>Cost of every split</source>
        <translation>Цена каждой точки передачи</translation>
    </message>
    <message>
        <source>Time, memory and quality at every split: filled points were measured, hollow ones are estimated from them. A click chooses the split.</source>
        <translation>Время, память и качество при каждой точке передачи: закрашенные точки измерены, пустые оценены по ним. Щелчок выбирает точку передачи.</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Качество</translation>
    </message>
    <message>
        <source>A figure of quality against the split, from an evaluation. Bars of the Fréchet distance are 95 % intervals.</source>
        <translation>Показатель качества в зависимости от точки передачи, из оценки. Отрезки у расстояния Фреше — интервалы 95 %.</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Потери</translation>
    </message>
    <message>
        <source>The training loss over the updates, smoothed, with the learning rate. Training goes well while it falls.</source>
        <translation>Потери обучения по шагам, сглаженные, и скорость обучения. Пока они падают, обучение идёт хорошо.</translation>
    </message>
    <message>
        <source>What each scale added</source>
        <translation>Что добавил каждый масштаб</translation>
    </message>
    <message>
        <source>How much the picture changed with each scale (root mean square of the luma). Early scales change the layout, late ones add detail.</source>
        <translation>Насколько изображение изменилось с каждым масштабом (среднеквадратичное изменение яркости). Первые масштабы меняют композицию, последние добавляют детали.</translation>
    </message>
    <message>
        <source>Spectrum</source>
        <translation>Спектр</translation>
    </message>
    <message>
        <source>The power of the picture by spatial frequency, one curve for each scale. Later scales add high frequencies, which are fine detail.</source>
        <translation>Мощность изображения по пространственным частотам, кривая для каждого масштаба. Поздние масштабы добавляют высокие частоты — мелкие детали.</translation>
    </message>
    <message>
        <source>More in the guide</source>
        <translation>Подробнее в руководстве</translation>
    </message>
</context>
<context>
    <name>duo::ui::HelpWindow</name>
    <message>
        <source>User guide</source>
        <translation>Руководство</translation>
    </message>
    <message>
        <source>Page of the guide</source>
        <translation>Страница руководства</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Назад</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Вперёд</translation>
    </message>
    <message>
        <source>Find in the guide (Ctrl+F)</source>
        <translation>Найти в руководстве (Ctrl+F)</translation>
    </message>
    <message>
        <source>Find in the guide</source>
        <translation>Найти в руководстве</translation>
    </message>
    <message>
        <source>Enter goes to the next place, through all pages.</source>
        <translation>Enter переходит к следующему месту, по всем страницам.</translation>
    </message>
    <message>
        <source>Contents of the guide</source>
        <translation>Содержание руководства</translation>
    </message>
    <message>
        <source>The guide is in English.</source>
        <translation>Руководство на английском языке.</translation>
    </message>
</context>
<context>
    <name>duo::ui::HistoryActions</name>
    <message>
        <source>Use all</source>
        <translation>Взять всё</translation>
    </message>
    <message>
        <source>Takes all settings of the picture</source>
        <translation>Берёт все настройки изображения</translation>
    </message>
    <message>
        <source>Use seed</source>
        <translation>Взять зерно</translation>
    </message>
    <message>
        <source>Takes the seed of the picture</source>
        <translation>Берёт зерно изображения</translation>
    </message>
    <message>
        <source>All but seed</source>
        <translation>Всё, кроме зерна</translation>
    </message>
    <message>
        <source>Takes all settings of the picture but its seed</source>
        <translation>Берёт все настройки изображения, кроме зерна</translation>
    </message>
    <message>
        <source>Decode again with scales</source>
        <translation>Декодировать заново с масштабами</translation>
    </message>
    <message>
        <source>Decodes the picture again, for its scales and tokens</source>
        <translation>Заново декодирует изображение, чтобы получить его масштабы и токены</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Сохранить как…</translation>
    </message>
    <message>
        <source>Saves the picture with its settings</source>
        <translation>Сохраняет изображение с его настройками</translation>
    </message>
    <message>
        <source>Copy picture</source>
        <translation>Копировать изображение</translation>
    </message>
    <message>
        <source>Copies the picture</source>
        <translation>Копирует изображение</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Показать в папке</translation>
    </message>
    <message>
        <source>Opens the folder that holds the picture</source>
        <translation>Открывает папку с изображением</translation>
    </message>
    <message>
        <source>Star</source>
        <translation>Звёздочка</translation>
    </message>
    <message>
        <source>Stars the selected pictures, or takes their stars away</source>
        <translation>Ставит звёздочки выбранным изображениям или убирает их</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Сравнить</translation>
    </message>
    <message>
        <source>Contact sheet…</source>
        <translation>Контактный лист…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Удалить</translation>
    </message>
    <message>
        <source>Moves the pictures to the trash</source>
        <translation>Переносит изображения в корзину</translation>
    </message>
    <message>
        <source>Undo delete</source>
        <translation>Отменить удаление</translation>
    </message>
    <message>
        <source>Brings back the pictures that were deleted last</source>
        <translation>Возвращает изображения, удалённые последними</translation>
    </message>
    <message>
        <source>Select at most four pictures to compare</source>
        <translation>Для сравнения выберите не больше четырёх изображений</translation>
    </message>
    <message>
        <source>Compares the selected pictures (C)</source>
        <translation>Сравнивает выбранные изображения (C)</translation>
    </message>
    <message>
        <source>Adds the picture to the compared ones (C)</source>
        <translation>Добавляет изображение к сравниваемым (C)</translation>
    </message>
    <message numerus="yes">
        <source>Select at most %n picture(s) for a sheet</source>
        <translation>
            <numerusform>Для листа выберите не больше %n изображения</numerusform>
            <numerusform>Для листа выберите не больше %n изображений</numerusform>
            <numerusform>Для листа выберите не больше %n изображений</numerusform>
        </translation>
    </message>
    <message>
        <source>Saves the selected pictures as one sheet with their titles</source>
        <translation>Сохраняет выбранные изображения одним листом с подписями</translation>
    </message>
    <message>
        <source>Save the picture</source>
        <translation>Сохранить изображение</translation>
    </message>
    <message>
        <source>Pictures (*.png)</source>
        <translation>Изображения (*.png)</translation>
    </message>
    <message>
        <source>Save the contact sheet</source>
        <translation>Сохранить контактный лист</translation>
    </message>
    <message>
        <source>contact sheet</source>
        <translation>контактный лист</translation>
    </message>
</context>
<context>
    <name>duo::ui::HistoryFilterBar</name>
    <message>
        <source>Starred pictures only</source>
        <translation>Только со звёздочкой</translation>
    </message>
    <message>
        <source>Filter by class, N and seed; size of the pictures</source>
        <translation>Фильтр по классу, N и зерну; размер изображений</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Класс</translation>
    </message>
    <message>
        <source>Split point N</source>
        <translation>Точка раздела N</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Фильтр</translation>
    </message>
    <message>
        <source>Words in the title of a picture</source>
        <translation>Слова в названии изображения</translation>
    </message>
    <message>
        <source>Words that the title of a picture holds, such as &quot;fox N=8&quot;</source>
        <translation>Слова из названия изображения, например «лиса N=8»</translation>
    </message>
    <message>
        <source>any</source>
        <translation>любое</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Зерно</translation>
    </message>
    <message>
        <source>Size of the pictures</source>
        <translation>Размер изображений</translation>
    </message>
    <message>
        <source>Size of the pictures (Ctrl+wheel)</source>
        <translation>Размер изображений (Ctrl+колесо)</translation>
    </message>
    <message>
        <source>N</source>
        <translation>N</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Размер</translation>
    </message>
    <message>
        <source>mixed models</source>
        <translation>разные модели</translation>
    </message>
    <message>
        <source>all</source>
        <translation>все</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n picture(s)</source>
        <translation>
            <numerusform>%1 из %n изображения</numerusform>
            <numerusform>%1 из %n изображений</numerusform>
            <numerusform>%1 из %n изображений</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>выбрано %n</numerusform>
            <numerusform>выбрано %n</numerusform>
            <numerusform>выбрано %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>duo::ui::HistoryPanel</name>
    <message>
        <source>Every finished picture is kept here.

Drop a picture made with Duoscale to take its settings.</source>
        <translation>Здесь хранятся все готовые изображения.

Перетащите сюда изображение из Duoscale, чтобы взять его настройки.</translation>
    </message>
    <message>
        <source>Finished pictures, newest first</source>
        <translation>Готовые изображения, сначала новые</translation>
    </message>
    <message>
        <source>Settings of the picture</source>
        <translation>Параметры изображения</translation>
    </message>
    <message>
        <source>No picture matches the filter.</source>
        <translation>Фильтру не отвечает ни одно изображение.</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>Сбросить фильтр</translation>
    </message>
</context>
<context>
    <name>duo::ui::HistoryStore</name>
    <message>
        <source>Free some space, or choose another folder for the history.</source>
        <translation>Освободите место или выберите другую папку для истории.</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) could not be moved to the trash.</source>
        <translation>
            <numerusform>Не удалось перенести в корзину %n изображение.</numerusform>
            <numerusform>Не удалось перенести в корзину %n изображения.</numerusform>
            <numerusform>Не удалось перенести в корзину %n изображений.</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete them in the folder %1 yourself.</source>
        <translation>Удалите их сами в папке %1.</translation>
    </message>
    <message>
        <source>The history&apos;s folder %1 cannot be written to.</source>
        <translation>Папка истории %1 недоступна для записи.</translation>
    </message>
    <message>
        <source>Choose another folder for the history.</source>
        <translation>Выберите другую папку для истории.</translation>
    </message>
    <message>
        <source>%1
%2</source>
        <translation>%1
%2</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) could not be brought back from the trash.</source>
        <translation>
            <numerusform>Не удалось вернуть из корзины %n изображение.</numerusform>
            <numerusform>Не удалось вернуть из корзины %n изображения.</numerusform>
            <numerusform>Не удалось вернуть из корзины %n изображений.</numerusform>
        </translation>
    </message>
    <message>
        <source>Look for them in the trash of the system.</source>
        <translation>Поищите их в корзине системы.</translation>
    </message>
</context>
<context>
    <name>duo::ui::HistoryWords</name>
    <message>
        <source>no class</source>
        <translation>без класса</translation>
    </message>
    <message>
        <source>class %1</source>
        <translation>класс %1</translation>
    </message>
</context>
<context>
    <name>duo::ui::ImageCanvas</name>
    <message>
        <source>Picture</source>
        <translation>Изображение</translation>
    </message>
    <message>
        <source>Plus and minus zoom, 0 fits, 1 shows actual size, arrows move</source>
        <translation>Плюс и минус — масштаб, 0 — вписать, 1 — истинный размер, стрелки — сдвиг</translation>
    </message>
</context>
<context>
    <name>duo::ui::InlineBar</name>
    <message>
        <source>Close this message</source>
        <translation>Закрыть сообщение</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>Закрыть (Esc)</translation>
    </message>
</context>
<context>
    <name>duo::ui::LoadedModels</name>
    <message>
        <source>Drafter</source>
        <translation>Черновая</translation>
    </message>
    <message>
        <source>Refiner</source>
        <translation>Уточняющая</translation>
    </message>
    <message>
        <source>VQ-VAE</source>
        <translation>VQ-VAE</translation>
    </message>
    <message>
        <source>depth %1</source>
        <translation>глубина %1</translation>
    </message>
    <message>
        <source>%1 weights</source>
        <comment>a count</comment>
        <translation>%1 весов</translation>
    </message>
    <message>
        <source>Load now</source>
        <translation>Загрузить</translation>
    </message>
    <message>
        <source>Loaded models</source>
        <translation>Загруженные модели</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>Загрузка</translation>
    </message>
    <message>
        <source>Load the chosen models now</source>
        <translation>Загрузить выбранные модели сейчас</translation>
    </message>
    <message>
        <source>%1 scales, %2 × %2 pixels, %3 classes; on %4 in %5</source>
        <translation>Масштабов: %1, %2 × %2 пикселей, классов: %3; на %4 в %5</translation>
    </message>
    <message>
        <source>Loading %1: %p %</source>
        <translation>Загрузка %1: %p %</translation>
    </message>
    <message>
        <source>Loads the chosen models now. Otherwise the next run loads them.</source>
        <translation>Загружает выбранные модели сейчас. Иначе их загрузит следующий запуск.</translation>
    </message>
    <message>
        <source>Other models are chosen. The next run loads them.</source>
        <translation>Выбраны другие модели. Их загрузит следующий запуск.</translation>
    </message>
    <message>
        <source>Not loaded yet. The next run loads them.</source>
        <translation>Ещё не загружены. Их загрузит следующий запуск.</translation>
    </message>
</context>
<context>
    <name>duo::ui::LossChart</name>
    <message>
        <source>Loss</source>
        <translation>Потери</translation>
    </message>
    <message>
        <source>No report yet</source>
        <translation>Отчётов пока нет</translation>
    </message>
    <message>
        <source>A training writes its loss into log.csv every few steps.</source>
        <translation>Обучение записывает потери в log.csv раз в несколько шагов.</translation>
    </message>
    <message>
        <source>Loss (raw)</source>
        <translation>Потери (без сглаживания)</translation>
    </message>
    <message>
        <source>Smoothed</source>
        <translation>Сглажено</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>Скорость обучения</translation>
    </message>
    <message>
        <source>as reported</source>
        <translation>без сглаживания</translation>
    </message>
    <message>
        <source>over %1 reports</source>
        <translation>по %1 отчётам</translation>
    </message>
    <message>
        <source>Smoothing of the loss</source>
        <translation>Сглаживание потерь</translation>
    </message>
    <message>
        <source>How many reports the curve is averaged over</source>
        <translation>По скольким отчётам усреднена кривая</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Шаг</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>от %1 до %2</translation>
    </message>
    <message>
        <source>Step %1</source>
        <translation>Шаг %1</translation>
    </message>
    <message>
        <source>The smoothed loss went from %1 at step %2 to %3 at step %4; the learning rate is %5.</source>
        <translation>Сглаженные потери изменились с %1 на шаге %2 до %3 на шаге %4; скорость обучения %5.</translation>
    </message>
    <message>
        <source>Lowest loss</source>
        <translation>Наименьшие потери</translation>
    </message>
    <message>
        <source>Highest loss</source>
        <translation>Наибольшие потери</translation>
    </message>
    <message>
        <source>Smoothed loss</source>
        <translation>Сглаженные потери</translation>
    </message>
</context>
<context>
    <name>duo::ui::MainWindow</name>
    <message>
        <source>History</source>
        <translation>История</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>Графики</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Файл</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>&amp;Запуск</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Вид</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>Т&amp;ема</translation>
    </message>
    <message>
        <source>La&amp;nguage</source>
        <translation>&amp;Язык</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Справка</translation>
    </message>
    <message>
        <source>Tool bar</source>
        <translation>Панель инструментов</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Остановить</translation>
    </message>
</context>
<context>
    <name>duo::ui::MemoryChart</name>
    <message>
        <source>Memory</source>
        <translation>Память</translation>
    </message>
    <message>
        <source>No memory figures yet</source>
        <translation>Данных о памяти пока нет</translation>
    </message>
    <message>
        <source>They are measured at every scale of the next run.</source>
        <translation>Они измеряются на каждом масштабе следующего запуска.</translation>
    </message>
    <message>
        <source>Allocator peak</source>
        <translation>Пик аллокатора</translation>
    </message>
    <message>
        <source>By scale</source>
        <translation>По масштабам</translation>
    </message>
    <message>
        <source>One step per scale instead of the run&apos;s time</source>
        <translation>Шаг на масштаб вместо времени запуска</translation>
    </message>
    <message>
        <source>Show memory scale by scale</source>
        <translation>Показывать память по масштабам</translation>
    </message>
    <message>
        <source>Memory [%1]</source>
        <translation>Память [%1]</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>Масштаб</translation>
    </message>
    <message>
        <source>Time [ms]</source>
        <translation>Время [мс]</translation>
    </message>
    <message>
        <source>Hand-over: %1 freed</source>
        <translation>Передача: освобождено %1</translation>
    </message>
    <message>
        <source>Hand-over</source>
        <translation>Передача</translation>
    </message>
    <message>
        <source>Scale %1</source>
        <translation>Масштаб %1</translation>
    </message>
    <message>
        <source>Between scales</source>
        <translation>Между масштабами</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Всего</translation>
    </message>
    <message>
        <source>Allocator</source>
        <translation>Аллокатор</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Устройство</translation>
    </message>
    <message>
        <source>%1, %2 free</source>
        <translation>%1, свободно %2</translation>
    </message>
    <message>
        <source>Allocator: %1.</source>
        <translation>Аллокатор: %1.</translation>
    </message>
    <message>
        <source>The hand-over before scale %1 freed %2.</source>
        <translation>Передача перед масштабом %1 освободила %2.</translation>
    </message>
    <message>
        <source>%1 [bytes]</source>
        <translation>%1 [байт]</translation>
    </message>
    <message>
        <source>Allocator [bytes]</source>
        <translation>Аллокатор [байт]</translation>
    </message>
    <message>
        <source>Allocator peak [bytes]</source>
        <translation>Пик аллокатора [байт]</translation>
    </message>
    <message>
        <source>Device total [bytes]</source>
        <translation>Устройство, всего [байт]</translation>
    </message>
    <message>
        <source>Device free [bytes]</source>
        <translation>Устройство, свободно [байт]</translation>
    </message>
    <message>
        <source>Time [%1]</source>
        <translation>Время [%1]</translation>
    </message>
    <message>
        <source>peak %1 of %2</source>
        <translation>пик %1 из %2</translation>
    </message>
</context>
<context>
    <name>duo::ui::ModelDownloads</name>
    <message>
        <source>The downloaded models are in %1.</source>
        <translation>Загруженные модели находятся в %1.</translation>
    </message>
</context>
<context>
    <name>duo::ui::ModelFit</name>
    <message numerus="yes">
        <source>%n scale(s) to %1</source>
        <translation>
            <numerusform>%n масштаб до %1</numerusform>
            <numerusform>%n масштаба до %1</numerusform>
            <numerusform>%n масштабов до %1</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2 here, %3 there</source>
        <comment>what, number, number</comment>
        <translation>%1: здесь %2, там %3</translation>
    </message>
    <message>
        <source>%1 + %2 (N = %3)</source>
        <translation>%1 + %2 (N = %3)</translation>
    </message>
    <message>
        <source>%1 + %2 (any N)</source>
        <translation>%1 + %2 (любое N)</translation>
    </message>
    <message>
        <source>codes</source>
        <translation>коды</translation>
    </message>
    <message>
        <source>channels of a code</source>
        <translation>каналы кода</translation>
    </message>
    <message>
        <source>%1 here, %2 there</source>
        <comment>scales</comment>
        <translation>здесь %1, там %2</translation>
    </message>
    <message>
        <source>classes</source>
        <translation>классы</translation>
    </message>
    <message>
        <source>Pairs here: %1.</source>
        <translation>Пары в папке: %1.</translation>
    </message>
</context>
<context>
    <name>duo::ui::ModelLibrary</name>
    <message>
        <source>no class</source>
        <translation>без класса</translation>
    </message>
    <message>
        <source>class %1</source>
        <translation>класс %1</translation>
    </message>
</context>
<context>
    <name>duo::ui::ModelPanel</name>
    <message>
        <source>Folder with the models</source>
        <translation>Папка с моделями</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>Выбрать папку…</translation>
    </message>
    <message>
        <source>Look into the folder again</source>
        <translation>Перечитать папку</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Устройство</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Точность</translation>
    </message>
    <message>
        <source>Demo family</source>
        <translation>Демо-модели</translation>
    </message>
    <message>
        <source>VQ-VAE</source>
        <translation>VQ-VAE</translation>
    </message>
    <message>
        <source>Drafter</source>
        <translation>Черновая</translation>
    </message>
    <message>
        <source>Refiner</source>
        <translation>Уточняющая</translation>
    </message>
    <message>
        <source>Turns the finished tokens into pixels.</source>
        <translation>Превращает готовые токены в пиксели.</translation>
    </message>
    <message>
        <source>The large model: decodes the scales before the split.</source>
        <translation>Черновая модель, большая: декодирует масштабы до точки передачи.</translation>
    </message>
    <message>
        <source>The small model: decodes the scales from the split on.</source>
        <translation>Уточняющая модель, малая: декодирует масштабы от точки передачи.</translation>
    </message>
    <message>
        <source>There are no models in %1.

Put a VQ-VAE there (vae_ch160v4096z32.pth) and a pair of VAR models (drafter_8.pth and refiner_8.pth, or var_d30.pth and var_d16.pth), then look again. Or go back to the demo family, which needs no download.</source>
        <translation>В папке %1 нет моделей.

Положите туда VQ-VAE (vae_ch160v4096z32.pth) и пару моделей VAR (drafter_8.pth и refiner_8.pth или var_d30.pth и var_d16.pth) и перечитайте её. Или вернитесь к демо-моделям: их не нужно скачивать.</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Нет</translation>
    </message>
    <message>
        <source>Not in this folder</source>
        <translation>Нет в этой папке</translation>
    </message>
    <message>
        <source>Choose one</source>
        <translation>Выберите</translation>
    </message>
    <message>
        <source>none chosen</source>
        <translation>не выбраны</translation>
    </message>
    <message>
        <source>%1, %2 %3</source>
        <comment>models, device precision</comment>
        <translation>%1, %2 %3</translation>
    </message>
    <message>
        <source>Choose the folder with the models</source>
        <translation>Выбор папки с моделями</translation>
    </message>
    <message>
        <source>The folder with the checkpoints. You can also drop a folder here.</source>
        <translation>Папка с файлами моделей. Её можно перетащить сюда.</translation>
    </message>
    <message>
        <source>auto uses a GPU if there is one. cuda:1 is the second GPU.</source>
        <translation>auto использует GPU, если он есть. cuda:1 — второй GPU.</translation>
    </message>
    <message>
        <source>fp32 is exact. bf16 and fp16 halve the memory and are faster on a GPU. int8 halves the transformers&apos; weights once more.</source>
        <translation>fp32 точен. bf16 и fp16 занимают вдвое меньше памяти и быстрее на GPU. int8 ещё вдвое сокращает веса трансформеров.</translation>
    </message>
    <message>
        <source>This split does not use it</source>
        <translation>Не нужна при этой точке передачи</translation>
    </message>
    <message>
        <source>Get models…</source>
        <translation>Загрузить модели…</translation>
    </message>
    <message>
        <source>Download published models</source>
        <translation>Загрузить опубликованные модели</translation>
    </message>
    <message>
        <source>Not with %1 (%2). %3</source>
        <translation>Не подходит к %1 (%2). %3</translation>
    </message>
    <message>
        <source>%1 and %2 do not go together (%3).</source>
        <translation>%1 и %2 не подходят друг к другу (%3).</translation>
    </message>
</context>
<context>
    <name>duo::ui::NoticeBar</name>
    <message>
        <source>Halve the batch</source>
        <translation>Пакет вдвое меньше</translation>
    </message>
    <message>
        <source>Use another precision</source>
        <translation>Другая точность</translation>
    </message>
    <message>
        <source>Choose models…</source>
        <translation>Выбрать модели…</translation>
    </message>
    <message>
        <source>Restart the core</source>
        <translation>Перезапустить ядро</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>Запустить снова</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>Выбрать папку…</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>Открыть папку</translation>
    </message>
    <message>
        <source>Use these models</source>
        <translation>Открыть эти модели</translation>
    </message>
    <message>
        <source>Learn more</source>
        <translation>Подробнее</translation>
    </message>
</context>
<context>
    <name>duo::ui::NoticeCentre</name>
    <message>
        <source>Saved %1.</source>
        <translation>Сохранено: %1.</translation>
    </message>
</context>
<context>
    <name>duo::ui::PanelDocks</name>
    <message>
        <source>Collapse %1</source>
        <translation>Свернуть: %1</translation>
    </message>
    <message>
        <source>Show or hide: %1 (%2)</source>
        <translation>Показать или скрыть: %1 (%2)</translation>
    </message>
</context>
<context>
    <name>duo::ui::PictureDialogs</name>
    <message>
        <source>Open a picture&apos;s settings</source>
        <translation>Открыть настройки изображения</translation>
    </message>
    <message>
        <source>Pictures (*.png)</source>
        <translation>Изображения (*.png)</translation>
    </message>
    <message>
        <source>Save the picture</source>
        <translation>Сохранить изображение</translation>
    </message>
    <message>
        <source>Export the animation</source>
        <translation>Экспорт анимации</translation>
    </message>
    <message>
        <source>Animations (*.webp)</source>
        <translation>Анимации (*.webp)</translation>
    </message>
    <message>
        <source>Export the run</source>
        <translation>Экспорт запуска</translation>
    </message>
    <message>
        <source>NumPy archives (*.npz)</source>
        <translation>Архивы NumPy (*.npz)</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg *.webp)</source>
        <translation>Изображения (*.png *.jpg *.jpeg *.webp)</translation>
    </message>
</context>
<context>
    <name>duo::ui::PictureFiles</name>
    <message>
        <source>%1 cannot be written: %2.</source>
        <translation>Не удалось записать %1: %2.</translation>
    </message>
    <message>
        <source>Drop a picture that was made with Duoscale.</source>
        <translation>Перетащите изображение, созданное в Duoscale.</translation>
    </message>
    <message>
        <source>The picture</source>
        <translation>Изображение</translation>
    </message>
    <message>
        <source>%1 holds no settings of Duoscale.</source>
        <translation>В %1 нет настроек Duoscale.</translation>
    </message>
    <message>
        <source>Choose another folder or name.</source>
        <translation>Выберите другую папку или имя.</translation>
    </message>
    <message>
        <source>This picture has no scales to animate.</source>
        <translation>У этого изображения нет масштабов для анимации.</translation>
    </message>
    <message>
        <source>No picture is finished yet.</source>
        <translation>Готовых изображений пока нет.</translation>
    </message>
    <message>
        <source>The sheet is too large for one picture.</source>
        <translation>Лист слишком велик для одного изображения.</translation>
    </message>
    <message>
        <source>Files keep no scales: decode the picture again with its scales.</source>
        <translation>Файлы не хранят масштабов: декодируйте изображение заново с масштабами.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is a picture of %2: %3.</source>
        <translation>«%1» — изображение программы %2: %3.</translation>
    </message>
    <message>
        <source>Nothing of it can be used here.</source>
        <translation>В нём нет ничего, что можно использовать здесь.</translation>
    </message>
    <message>
        <source>Its seed is used. Its other settings mean nothing to this model.</source>
        <translation>Взято его зерно. Другие его настройки для этой модели ничего не значат.</translation>
    </message>
</context>
<context>
    <name>duo::ui::PictureMenu</name>
    <message>
        <source>Save picture</source>
        <translation>Сохранить изображение</translation>
    </message>
    <message>
        <source>PNG picture with its settings (*.png)</source>
        <translation>Изображение PNG с настройками (*.png)</translation>
    </message>
    <message>
        <source>Copy what is shown</source>
        <translation>Копировать показанное</translation>
    </message>
    <message>
        <source>Save picture…</source>
        <translation>Сохранить изображение…</translation>
    </message>
    <message>
        <source>Add to comparison</source>
        <translation>Добавить к сравнению</translation>
    </message>
    <message>
        <source>Use all its settings</source>
        <translation>Взять все его настройки</translation>
    </message>
</context>
<context>
    <name>duo::ui::PicturePng</name>
    <message>
        <source>&apos;%1&apos; could not be packed as PNG.</source>
        <translation>Не удалось упаковать «%1» в PNG.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; could not be saved: %2.</source>
        <translation>Не удалось сохранить «%1»: %2.</translation>
    </message>
    <message>
        <source>There is no file &apos;%1&apos;.</source>
        <translation>Файла «%1» нет.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is not a PNG picture.</source>
        <translation>«%1» — не изображение PNG.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; holds no settings of Duoscale. Choose a picture as Duoscale saved it; other programs often drop the settings.</source>
        <translation>В «%1» нет настроек Duoscale. Выберите изображение в том виде, как его сохранил Duoscale: другие программы часто отбрасывают настройки.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; cannot be read: %2.</source>
        <translation>Не удалось прочитать «%1»: %2.</translation>
    </message>
    <message>
        <source>&apos;%1&apos;: %2 %3</source>
        <translation>«%1»: %2 %3</translation>
    </message>
</context>
<context>
    <name>duo::ui::PictureSettings</name>
    <message>
        <source>models alternate</source>
        <translation>модели чередуются</translation>
    </message>
    <message>
        <source>the refiner alone</source>
        <translation>только уточняющая модель</translation>
    </message>
    <message>
        <source>the drafter alone</source>
        <translation>только черновая модель</translation>
    </message>
    <message>
        <source>N = %1 of %2 scales</source>
        <translation>N = %1 из %2 масштабов</translation>
    </message>
    <message>
        <source>Settings of the picture</source>
        <translation>Настройки изображения</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Класс</translation>
    </message>
    <message>
        <source>none</source>
        <translation>нет</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Зерно</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>Точка передачи</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>Guidance (CFG)</translation>
    </message>
    <message>
        <source>Top-k, top-p</source>
        <translation>Top-k, top-p</translation>
    </message>
    <message>
        <source>%1; %2</source>
        <translation>%1; %2</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Температура</translation>
    </message>
    <message>
        <source>Codes</source>
        <translation>Коды</translation>
    </message>
    <message>
        <source>smooth</source>
        <translation>сглаженные</translation>
    </message>
    <message>
        <source>Draws</source>
        <translation>Выборка</translation>
    </message>
    <message>
        <source>as published</source>
        <translation>как в публикации</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Устройство</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Модели</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Размер</translation>
    </message>
    <message>
        <source>%1 × %2 pixels</source>
        <translation>%1 × %2 пикселей</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Настройки</translation>
    </message>
    <message>
        <source>The file holds none.</source>
        <translation>В файле их нет.</translation>
    </message>
    <message>
        <source>Decoded in</source>
        <translation>Декодировано за</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Создано</translation>
    </message>
</context>
<context>
    <name>duo::ui::PictureWords</name>
    <message>
        <source>mixed models</source>
        <translation>смешанные модели</translation>
    </message>
    <message>
        <source>plain VAR</source>
        <translation>обычный VAR</translation>
    </message>
    <message>
        <source>refiner alone</source>
        <translation>только уточняющая модель</translation>
    </message>
    <message>
        <source>N = %1</source>
        <translation>N = %1</translation>
    </message>
</context>
<context>
    <name>duo::ui::QualityChart</name>
    <message>
        <source>Fréchet distance</source>
        <translation>Расстояние Фреше</translation>
    </message>
    <message>
        <source>Class accuracy</source>
        <translation>Узнаваемость класса</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Точность</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>Полнота</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Качество</translation>
    </message>
    <message>
        <source>No quality in this table</source>
        <translation>В этой таблице нет качества</translation>
    </message>
    <message>
        <source>Plain pair</source>
        <translation>Обычная пара</translation>
    </message>
    <message>
        <source>Specialised pairs</source>
        <translation>Настроенные пары</translation>
    </message>
    <message>
        <source>Measure of quality</source>
        <translation>Мера качества</translation>
    </message>
    <message>
        <source>What is drawn against N</source>
        <translation>Что показано в зависимости от N</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>specialised</source>
        <translation>настроенная</translation>
    </message>
    <message>
        <source>plain</source>
        <translation>обычная</translation>
    </message>
    <message>
        <source>other scenes</source>
        <translation>другие сцены</translation>
    </message>
    <message>
        <source>scenes through VQ-VAE</source>
        <translation>сцены через VQ-VAE</translation>
    </message>
    <message>
        <source>Scales of the drafter, N</source>
        <translation>Масштабы черновой модели, N</translation>
    </message>
    <message>
        <source>pictures/s</source>
        <translation>изображений/с</translation>
    </message>
    <message>
        <source>peak memory</source>
        <translation>пик памяти</translation>
    </message>
    <message>
        <source>N = %1: %2</source>
        <translation>N = %1: %2</translation>
    </message>
    <message>
        <source>N = %1, %2: %3</source>
        <translation>N = %1, %2: %3</translation>
    </message>
    <message>
        <source>N</source>
        <translation>N</translation>
    </message>
    <message>
        <source>Pair</source>
        <translation>Пара</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Изображения</translation>
    </message>
    <message>
        <source>Inception score</source>
        <translation>Inception score</translation>
    </message>
    <message>
        <source>Pictures per second</source>
        <translation>Изображений в секунду</translation>
    </message>
    <message>
        <source>Pictures per second with VQ-VAE</source>
        <translation>Изображений в секунду с VQ-VAE</translation>
    </message>
    <message>
        <source>Peak memory [bytes]</source>
        <translation>Пик памяти [байт]</translation>
    </message>
    <message>
        <source>The sweep that wrote it did not compare its pictures with a reference set.</source>
        <translation>Перебор, записавший её, не сравнивал изображения с эталонным набором.</translation>
    </message>
</context>
<context>
    <name>duo::ui::QueueButton</name>
    <message>
        <source>Queue</source>
        <translation>Очередь</translation>
    </message>
    <message>
        <source>Queue (%1)</source>
        <translation>Очередь (%1)</translation>
    </message>
    <message numerus="yes">
        <source>Queue, %n run(s)</source>
        <translation>
            <numerusform>Очередь, %n запуск</numerusform>
            <numerusform>Очередь, %n запуска</numerusform>
            <numerusform>Очередь, %n запусков</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>duo::ui::QueuePanel</name>
    <message>
        <source>Queue</source>
        <translation>Очередь</translation>
    </message>
    <message>
        <source>Clear the queue</source>
        <translation>Очистить очередь</translation>
    </message>
    <message>
        <source>The queue is empty. Ctrl+Enter starts a run; further runs wait here.</source>
        <translation>Очередь пуста. Ctrl+Enter начинает запуск; следующие ждут здесь.</translation>
    </message>
    <message>
        <source>Removes the waiting runs. The current run continues.</source>
        <translation>Убирает ожидающие запуски. Текущий продолжится.</translation>
    </message>
</context>
<context>
    <name>duo::ui::QueueRow</name>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Ожидает</translation>
    </message>
    <message>
        <source>Loading models</source>
        <translation>Загрузка моделей</translation>
    </message>
    <message>
        <source>%1, %2 left</source>
        <comment>percent, time</comment>
        <translation>%1, осталось %2</translation>
    </message>
    <message>
        <source>Run earlier</source>
        <translation>Запустить раньше</translation>
    </message>
    <message>
        <source>Progress of %1</source>
        <translation>Ход запуска: %1</translation>
    </message>
    <message>
        <source>Remove this run</source>
        <translation>Убрать этот запуск</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>Убрать: %1</translation>
    </message>
</context>
<context>
    <name>duo::ui::QuitGuard</name>
    <message>
        <source>Quit Duoscale</source>
        <translation>Выход из Duoscale</translation>
    </message>
    <message>
        <source>A run is not finished. Finished pictures are kept, the rest is lost.</source>
        <translation>Запуск не закончен. Готовые изображения сохранены, остальное будет потеряно.</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Выйти</translation>
    </message>
    <message>
        <source>Continue the run</source>
        <translation>Продолжить запуск</translation>
    </message>
</context>
<context>
    <name>duo::ui::RailPanel</name>
    <message>
        <source>Draft steps &amp;N</source>
        <translation>Черновых шагов &amp;N</translation>
    </message>
    <message>
        <source>Split point N: scales that the drafter decodes</source>
        <translation>Точка передачи N: масштабы, которые декодирует черновая модель</translation>
    </message>
    <message>
        <source>The drafter decodes the first N scales, the refiner the rest</source>
        <translation>Черновая модель декодирует первые N масштабов, уточняющая — остальные</translation>
    </message>
    <message>
        <source>Scale shown in the whole window</source>
        <translation>Масштаб, показанный во всём окне</translation>
    </message>
    <message>
        <source>estimated from batch %1</source>
        <translation>оценка по пакету %1</translation>
    </message>
    <message>
        <source>estimated from batches %1 and %2</source>
        <translation>оценка по пакетам %1 и %2</translation>
    </message>
    <message>
        <source>Estimated from runs on this device: the decoding time, the peak of caches and activations, the error of past estimates, and the batch from which this split needs less memory than plain VAR.</source>
        <translation>Оценка по запускам на этом устройстве: время декодирования, пик кэшей и активаций, ошибка прежних оценок и пакет, начиная с которого этой точке передачи нужно меньше памяти, чем обычному VAR.</translation>
    </message>
    <message>
        <source>N = %1 not measured yet</source>
        <translation>N = %1 ещё не измерено</translation>
    </message>
    <message>
        <source>by its specialised pair</source>
        <translation>настроенной парой</translation>
    </message>
    <message>
        <source>needs less memory than plain VAR</source>
        <translation>нужно меньше памяти, чем обычному VAR</translation>
    </message>
    <message>
        <source>needs less memory than plain VAR from batch %1</source>
        <translation>нужно меньше памяти, чем обычному VAR, при пакете от %1</translation>
    </message>
    <message>
        <source>Shown: N = %1</source>
        <translation>Показано: N = %1</translation>
    </message>
    <message>
        <source>The picture was made with N = %1. Click to use it for the next run.</source>
        <translation>Изображение создано с N = %1. Нажмите, чтобы взять это значение для следующего запуска.</translation>
    </message>
    <message>
        <source>Use the split of the picture shown</source>
        <translation>Взять точку передачи показанного изображения</translation>
    </message>
    <message>
        <source>Add a picture to the next run. A batch shares most of its work.</source>
        <translation>Добавить изображение к следующему запуску. В пакете большая часть работы общая.</translation>
    </message>
    <message>
        <source>Time, memory and quality at every split</source>
        <translation>Время, память и качество при каждом N</translation>
    </message>
    <message>
        <source>One more: +%1</source>
        <translation>Ещё одно: +%1</translation>
    </message>
</context>
<context>
    <name>duo::ui::Readout</name>
    <message>
        <source>x %1, y %2</source>
        <translation>x %1, y %2</translation>
    </message>
    <message>
        <source>RGB %1 %2 %3</source>
        <translation>RGB %1 %2 %3</translation>
    </message>
    <message>
        <source>change R %1  G %2  B %3</source>
        <translation>изменение R %1  G %2  B %3</translation>
    </message>
    <message>
        <source>column %1, row %2</source>
        <translation>столбец %1, строка %2</translation>
    </message>
    <message>
        <source>code %1</source>
        <translation>код %1</translation>
    </message>
    <message>
        <source>probability %1</source>
        <translation>вероятность %1</translation>
    </message>
    <message>
        <source>entropy %1 nats</source>
        <translation>энтропия %1 нат</translation>
    </message>
    <message>
        <source>others: %1</source>
        <translation>другие: %1</translation>
    </message>
</context>
<context>
    <name>duo::ui::ReadoutLine</name>
    <message>
        <source>Turn on token statistics</source>
        <translation>Включить статистику токенов</translation>
    </message>
    <message>
        <source>Under the cursor</source>
        <translation>Под курсором</translation>
    </message>
    <message>
        <source>Record the probability, entropy and alternatives of every token from the next run on</source>
        <translation>Со следующего запуска записывать вероятность, энтропию и варианты каждого токена</translation>
    </message>
</context>
<context>
    <name>duo::ui::RunFolder</name>
    <message>
        <source>N = %1, seed %2</source>
        <translation>N = %1, зерно %2</translation>
    </message>
</context>
<context>
    <name>duo::ui::RunNotices</name>
    <message>
        <source>A batch of %1 in place of %2 takes less memory.</source>
        <translation>Пакет %1 вместо %2 займёт меньше памяти.</translation>
    </message>
    <message>
        <source>%1 takes half the memory.</source>
        <translation>%1 займёт вдвое меньше памяти.</translation>
    </message>
    <message>
        <source>Run it in %1.</source>
        <translation>Запустите с точностью %1.</translation>
    </message>
    <message>
        <source>%1 pictures at once would take about %2 MiB, and %3 MiB may be used. They are made %4 at a time.</source>
        <translation>Для %1 изображений сразу нужно около %2 МиБ, а доступно %3 МиБ. Они создаются по %4 за раз.</translation>
    </message>
    <message>
        <source>No VQ-VAE found. Choose a models folder.</source>
        <translation>VQ-VAE не найдена. Выберите папку с моделями.</translation>
    </message>
    <message>
        <source>No drafter found. Choose a models folder.</source>
        <translation>Черновая модель не найдена. Выберите папку с моделями.</translation>
    </message>
    <message>
        <source>No refiner found. Choose a models folder.</source>
        <translation>Уточняющая модель не найдена. Выберите папку с моделями.</translation>
    </message>
    <message>
        <source>Decoded again, %1 became another picture: its scales are not shown.</source>
        <translation>При повторном декодировании «%1» вышло другое изображение: его масштабы не показаны.</translation>
    </message>
    <message>
        <source>Its weights have changed since it was made.</source>
        <translation>Веса изменились с тех пор, как оно было создано.</translation>
    </message>
</context>
<context>
    <name>duo::ui::RunPanel</name>
    <message>
        <source>Seed of the next run</source>
        <translation>Зерно следующего запуска</translation>
    </message>
    <message>
        <source>Keep this seed</source>
        <translation>Оставить это зерно</translation>
    </message>
    <message>
        <source>Token statistics</source>
        <translation>Статистика токенов</translation>
    </message>
    <message>
        <source>Fixed</source>
        <translation>Постоянное</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Следующее</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>Случайное</translation>
    </message>
    <message>
        <source>Pictures of each class</source>
        <translation>Изображений каждого класса</translation>
    </message>
    <message>
        <source>Batch: pictures decoded together</source>
        <translation>Пакет: изображений за один проход</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Зерно</translation>
    </message>
    <message>
        <source>Next run</source>
        <translation>Следующий запуск</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>Пакет</translation>
    </message>
    <message>
        <source>The seed is kept. Click to let it change again.</source>
        <translation>Зерно сохраняется. Нажмите, чтобы оно снова менялось.</translation>
    </message>
    <message>
        <source>Every run uses this seed.</source>
        <translation>Каждый запуск использует это зерно.</translation>
    </message>
    <message>
        <source>The next run uses %1.</source>
        <translation>Следующий запуск использует %1.</translation>
    </message>
    <message>
        <source>different</source>
        <translation>разное</translation>
    </message>
    <message>
        <source>No picture yet: choose a class.</source>
        <translation>Изображений пока нет: выберите класс.</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <comment>n pictures in n batches</comment>
        <translation>%1, %2</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n изображение</numerusform>
            <numerusform>%n изображения</numerusform>
            <numerusform>%n изображений</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n batch(es)</source>
        <translation>
            <numerusform>%n пакет</numerusform>
            <numerusform>%n пакета</numerusform>
            <numerusform>%n пакетов</numerusform>
        </translation>
    </message>
    <message>
        <source>random seed</source>
        <translation>случайное зерно</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>seed, pictures</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Pick a new seed</source>
        <translation>Выбрать новое зерно</translation>
    </message>
    <message>
        <source>Fixed keeps the seed. Next adds one for every run. Random picks a new seed for every run.</source>
        <translation>«Постоянное» не меняется. «Следующее» растёт на единицу с каждым запуском. «Случайное» каждый раз новое.</translation>
    </message>
    <message>
        <source>Pictures decoded together. A larger batch takes less time per picture and more memory. The pictures stay the same.</source>
        <translation>Сколько изображений декодируется вместе. Чем больше пакет, тем меньше времени на изображение и тем больше нужно памяти. Изображения не меняются.</translation>
    </message>
    <message>
        <source>Records the probability, entropy and alternatives of every token for the token map. Takes a little time and memory.</source>
        <translation>Записывает для карты токенов вероятность, энтропию и варианты каждого токена. Требует немного времени и памяти.</translation>
    </message>
    <message>
        <source>Every run uses this seed, starting at its picture %1.</source>
        <translation>Каждый запуск использует это зерно, начиная с изображения %1.</translation>
    </message>
    <message>
        <source>The next run picks a new seed.</source>
        <translation>Следующий запуск выберет новое зерно.</translation>
    </message>
    <message>
        <source>Used by the last run. The next run picks a new seed.</source>
        <translation>Использовано последним запуском. Следующий выберет новое зерно.</translation>
    </message>
</context>
<context>
    <name>duo::ui::RunTitles</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>и ещё %n</numerusform>
            <numerusform>и ещё %n</numerusform>
            <numerusform>и ещё %n</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2, seed %3</source>
        <comment>class, n splits</comment>
        <translation>%1, %2, зерно %3</translation>
    </message>
    <message numerus="yes">
        <source>%n split(s)</source>
        <translation>
            <numerusform>%n точка передачи</numerusform>
            <numerusform>%n точки передачи</numerusform>
            <numerusform>%n точек передачи</numerusform>
        </translation>
    </message>
    <message>
        <source>N = %1</source>
        <translation>N = %1</translation>
    </message>
    <message>
        <source>no class</source>
        <translation>класс не выбран</translation>
    </message>
    <message>
        <source>mixed models</source>
        <comment>in place of N = 8</comment>
        <translation>смешанные модели</translation>
    </message>
    <message>
        <source>N = %1 (specialised)</source>
        <translation>N = %1 (настроенная пара)</translation>
    </message>
    <message>
        <source>seed %1</source>
        <translation>зерно %1</translation>
    </message>
    <message>
        <source>%1, %2, %3</source>
        <comment>class, split, seed</comment>
        <translation>%1, %2, %3</translation>
    </message>
    <message>
        <source>%1, picture %2</source>
        <translation>%1, изображение %2</translation>
    </message>
</context>
<context>
    <name>duo::ui::RunWords</name>
    <message>
        <source>%1 pictures/s</source>
        <translation>%1 изображений/с</translation>
    </message>
    <message>
        <source>about %1 left</source>
        <translation>осталось около %1</translation>
    </message>
    <message>
        <source>last written %1</source>
        <translation>последняя запись %1</translation>
    </message>
</context>
<context>
    <name>duo::ui::RunsView</name>
    <message>
        <source>Run that is followed</source>
        <translation>Наблюдаемый запуск</translation>
    </message>
    <message>
        <source>Follow a run…</source>
        <translation>Наблюдать…</translation>
    </message>
    <message>
        <source>No run is followed</source>
        <translation>Наблюдения нет</translation>
    </message>
    <message>
        <source>Choose or drop the folder that duoscale-cli train, finetune or sample writes to: its loss, its pictures and the time that is left are shown as they come.</source>
        <translation>Выберите или перетащите сюда папку, в которую пишет duoscale-cli train, finetune или sample: потери, изображения и оставшееся время обновляются по ходу работы.</translation>
    </message>
    <message>
        <source>Choose the folder of a training or of a sampling run (Ctrl+R)</source>
        <translation>Выбрать папку обучения или серии изображений (Ctrl+R)</translation>
    </message>
    <message>
        <source>%1 holds no run that could be followed.</source>
        <translation>В папке %1 нет запуска для наблюдения.</translation>
    </message>
    <message>
        <source>Follow a run</source>
        <translation>Наблюдение за запуском</translation>
    </message>
    <message>
        <source>A training has a log.csv there from its first report on, a sampling run a sample.json, a family a family-run.json.</source>
        <translation>У обучения там с первого отчёта есть log.csv, у серии изображений — sample.json, у семейства — family-run.json.</translation>
    </message>
    <message>
        <source>%1 wrote its run file, which is newer than this program.</source>
        <translation>Файл запуска там записала более новая программа, %1.</translation>
    </message>
</context>
<context>
    <name>duo::ui::SamplingPage</name>
    <message>
        <source>Figures of the sampling run</source>
        <translation>Показатели серии изображений</translation>
    </message>
    <message>
        <source>Pictures of the run</source>
        <translation>Изображения серии</translation>
    </message>
    <message>
        <source>Newest pictures of the run</source>
        <translation>Последние изображения серии</translation>
    </message>
    <message>
        <source>%1 of %2 pictures</source>
        <translation>%1 из %2 изображений</translation>
    </message>
</context>
<context>
    <name>duo::ui::SamplingPanel</name>
    <message>
        <source>As published</source>
        <translation>Как в публикации</translation>
    </message>
    <message>
        <source>Per scale</source>
        <translation>По масштабам</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>Дополнительно</translation>
    </message>
    <message>
        <source>Sampling as published</source>
        <translation>Сэмплирование как в публикации</translation>
    </message>
    <message>
        <source>Guidance 4, top-k 600, top-p 0.95, and temperature 1.1 for the first 7 of 10 scales: the values of the published CoDe pictures.</source>
        <translation>Guidance 4, top-k 600, top-p 0,95 и температура 1,1 для первых 7 из 10 масштабов: значения опубликованных изображений CoDe.</translation>
    </message>
    <message>
        <source>%1 for each scale</source>
        <translation>%1 по масштабам</translation>
    </message>
    <message>
        <source>Figure of the curve</source>
        <translation>Параметр кривой</translation>
    </message>
    <message>
        <source>Value of every scale</source>
        <translation>Значение каждого масштаба</translation>
    </message>
    <message>
        <source>One for all</source>
        <translation>Одно для всех</translation>
    </message>
    <message>
        <source>One value for all scales</source>
        <translation>Одно значение для всех масштабов</translation>
    </message>
    <message>
        <source>Smooth codes</source>
        <translation>Сглаженные коды</translation>
    </message>
    <message>
        <source>Random numbers</source>
        <translation>Случайные числа</translation>
    </message>
    <message>
        <source>The draws of the published code on the same device. The picture depends on its batch; sweeps are not possible.</source>
        <translation>Выборка опубликованного кода на том же устройстве. Изображение зависит от пакета; перебор невозможен.</translation>
    </message>
    <message>
        <source>smooth</source>
        <translation>сглаженные</translation>
    </message>
    <message>
        <source>published draws</source>
        <translation>опубликованная выборка</translation>
    </message>
    <message>
        <source>%1 for each scale: %2</source>
        <translation>%1 по масштабам: %2</translation>
    </message>
    <message>
        <source>Set for each scale</source>
        <translation>Задано по масштабам</translation>
    </message>
    <message>
        <source>guidance %1, top-k %2</source>
        <comment>summary of the sampling</comment>
        <translation>guidance %1, top-k %2</translation>
    </message>
    <message>
        <source>One value per scale: opens the curve.</source>
        <translation>Отдельное значение для каждого масштаба: открывает кривую.</translation>
    </message>
    <message>
        <source>Uses the last scale&apos;s value for all scales.</source>
        <translation>Применяет значение последнего масштаба ко всем.</translation>
    </message>
    <message>
        <source>Mixes the codes of each position by their probability (Gumbel-softmax) instead of using the drawn code.</source>
        <translation>Смешивает коды каждой позиции по вероятности (Gumbel-softmax), а не берёт один выбранный.</translation>
    </message>
    <message>
        <source>By position</source>
        <translation>По позиции</translation>
    </message>
    <message>
        <source>Every draw depends only on seed, picture, scale and position. The picture is the same in any batch, and a new split keeps the scales before it.</source>
        <translation>Каждый выбор зависит только от зерна, изображения, масштаба и позиции. Изображение одинаково в любом пакете, а новая точка передачи сохраняет масштабы до неё.</translation>
    </message>
    <message>
        <source>By the side of the scale. Scale i of K uses the share i / (K − 1) of the value.</source>
        <translation>По стороне масштаба. Масштаб i из K использует долю i / (K − 1) значения.</translation>
    </message>
    <message>
        <source>By the side of the scale.</source>
        <translation>По стороне масштаба.</translation>
    </message>
</context>
<context>
    <name>duo::ui::ScaleRail</name>
    <message>
        <source>Split point N</source>
        <translation>Точка передачи N</translation>
    </message>
    <message>
        <source>N = %1</source>
        <translation>N = %1</translation>
    </message>
    <message>
        <source>N = 0: the refiner alone</source>
        <translation>N = 0: только уточняющая модель</translation>
    </message>
    <message>
        <source>N = %1: the drafter alone</source>
        <translation>N = %1: только черновая модель</translation>
    </message>
    <message>
        <source>N = %1 of %2: the drafter decodes scales 1 to %1, the refiner %3 to %2</source>
        <translation>N = %1 из %2: черновая модель декодирует масштабы 1–%1, уточняющая — %3–%2</translation>
    </message>
    <message>
        <source>Drag, use the arrow keys, or type a number</source>
        <translation>Тяните, нажимайте стрелки или введите число</translation>
    </message>
    <message>
        <source>Scale %1 of %2: %3×%3 = %4 tokens</source>
        <translation>Масштаб %1 из %2: %3×%3 = %4 токенов</translation>
    </message>
    <message>
        <source>Drafter</source>
        <translation>Черновая модель</translation>
    </message>
    <message>
        <source>Refiner</source>
        <translation>Уточняющая модель</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>The refiner enters here: its time includes all scales before</source>
        <translation>Здесь вступает уточняющая модель: её время включает все предыдущие масштабы</translation>
    </message>
    <message>
        <source>prefill</source>
        <translation>предзаполнение</translation>
    </message>
    <message>
        <source>P</source>
        <comment>prefill in one letter</comment>
        <translation>П</translation>
    </message>
    <message>
        <source>%1×%1</source>
        <translation>%1×%1</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>1 token</source>
        <translation>1 токен</translation>
    </message>
    <message numerus="yes">
        <source>%n tokens</source>
        <translation>
            <numerusform>%n токен</numerusform>
            <numerusform>%n токена</numerusform>
            <numerusform>%n токенов</numerusform>
        </translation>
    </message>
    <message>
        <source>decoding</source>
        <translation>декодирование</translation>
    </message>
    <message>
        <source>A pair tuned for N = %1 is available</source>
        <translation>Есть пара, настроенная на N = %1</translation>
    </message>
    <message>
        <source>Pairs tuned for N = %1 are available</source>
        <translation>Есть пары, настроенные на N = %1</translation>
    </message>
    <message>
        <source>reused</source>
        <translation>готово</translation>
    </message>
</context>
<context>
    <name>duo::ui::ScalesAgain</name>
    <message>
        <source>The picture holds no settings of Duoscale.</source>
        <translation>В изображении нет настроек Duoscale.</translation>
    </message>
    <message>
        <source>Choose the models that made it first: %1.</source>
        <translation>Сначала выберите модели, которыми оно сделано: %1.</translation>
    </message>
</context>
<context>
    <name>duo::ui::Scrubber</name>
    <message>
        <source>Scale shown</source>
        <translation>Показанный масштаб</translation>
    </message>
    <message>
        <source>Moves every picture to a scale; the right end is the finished picture</source>
        <translation>Переводит все изображения на масштаб; правый край — готовое изображение</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Готово</translation>
    </message>
    <message>
        <source>Scale %1</source>
        <translation>Масштаб %1</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Пауза</translation>
    </message>
    <message>
        <source>Play coarse to fine</source>
        <translation>Проиграть от грубого к тонкому</translation>
    </message>
    <message>
        <source>Decoding</source>
        <translation>Декодирование</translation>
    </message>
</context>
<context>
    <name>duo::ui::SeedEdit</name>
    <message>
        <source>Seed</source>
        <translation>Зерно</translation>
    </message>
    <message>
        <source>A seed is a whole number from 0 to %1</source>
        <translation>Зерно — целое число от 0 до %1</translation>
    </message>
    <message>
        <source>%1; the seed stays %2</source>
        <translation>%1; зерно остаётся %2</translation>
    </message>
</context>
<context>
    <name>duo::ui::SettingsColumn</name>
    <message>
        <source>Classes</source>
        <translation>Классы</translation>
    </message>
    <message>
        <source>Seed and count</source>
        <translation>Зерно и количество</translation>
    </message>
    <message>
        <source>Sampling</source>
        <translation>Сэмплирование</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Модели</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Настройки</translation>
    </message>
</context>
<context>
    <name>duo::ui::SideColumn</name>
    <message>
        <source>Settings</source>
        <translation>Настройки</translation>
    </message>
</context>
<context>
    <name>duo::ui::SingleBar</name>
    <message>
        <source>Analysis beside the picture</source>
        <translation>Анализ рядом с изображением</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Изображение</translation>
    </message>
    <message>
        <source>The picture after this scale</source>
        <translation>Изображение после этого масштаба</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Вклад</translation>
    </message>
    <message>
        <source>What this scale added: grey is no change</source>
        <translation>Что добавил этот масштаб: серый — без изменений</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Токены</translation>
    </message>
    <message>
        <source>Entropy</source>
        <translation>Энтропия</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Gain of the difference</source>
        <translation>Усиление разности</translation>
    </message>
    <message>
        <source>How strongly differences are drawn</source>
        <translation>Во сколько раз усилены различия</translation>
    </message>
    <message>
        <source>Gain</source>
        <translation>Усиление</translation>
    </message>
    <message>
        <source>×%1</source>
        <translation>×%1</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Увеличение</translation>
    </message>
    <message>
        <source>Zoom out (−)</source>
        <translation>Уменьшить (−)</translation>
    </message>
    <message>
        <source>Zoom in (+)</source>
        <translation>Увеличить (+)</translation>
    </message>
    <message>
        <source>Fit (0)</source>
        <translation>Вписать (0)</translation>
    </message>
    <message>
        <source>Actual size (double click)</source>
        <translation>Истинный размер (двойной щелчок)</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>The codes drawn at this scale, one colour per code</source>
        <translation>Коды, выбранные на этом масштабе, каждый своим цветом</translation>
    </message>
    <message>
        <source>Entropy of each draw: dark is certain</source>
        <translation>Энтропия каждого выбора: тёмное — уверенно</translation>
    </message>
    <message>
        <source>All pictures of the batch (G)</source>
        <translation>Все изображения пакета (G)</translation>
    </message>
    <message>
        <source>Plain VAR over the picture (V)</source>
        <translation>Обычный VAR поверх изображения (V)</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Выключено</translation>
    </message>
    <message>
        <source>Wipe to plain VAR</source>
        <translation>Шторка: обычный VAR</translation>
    </message>
    <message>
        <source>Difference to plain VAR</source>
        <translation>Разность с обычным VAR</translation>
    </message>
</context>
<context>
    <name>duo::ui::SingleStrip</name>
    <message>
        <source>Analysis of the picture</source>
        <translation>Анализ изображения</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Класс</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>Масштаб</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Токены</translation>
    </message>
    <message>
        <source>Entropy</source>
        <translation>Энтропия</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>Точка передачи</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Зерно</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Модели</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Время</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Размер</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Файл</translation>
    </message>
    <message>
        <source>Scale %1</source>
        <translation>Масштаб %1</translation>
    </message>
    <message>
        <source>Finished picture</source>
        <translation>Готовое изображение</translation>
    </message>
    <message>
        <source>%1 × %2 pixels</source>
        <translation>%1 × %2 пикселей</translation>
    </message>
    <message>
        <source>%1 of %2, %3 × %3</source>
        <translation>%1 из %2, %3 × %3</translation>
    </message>
    <message>
        <source>%1 nats on average</source>
        <translation>%1 нат в среднем</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Изображение</translation>
    </message>
    <message numerus="yes">
        <source>%n token(s)</source>
        <translation>
            <numerusform>%n токен</numerusform>
            <numerusform>%n токена</numerusform>
            <numerusform>%n токенов</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n distinct code(s)</source>
        <translation>
            <numerusform>%n разный код</numerusform>
            <numerusform>%n разных кода</numerusform>
            <numerusform>%n разных кодов</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>duo::ui::SingleView</name>
    <message>
        <source>Picture</source>
        <translation>Изображение</translation>
    </message>
    <message>
        <source>No picture yet</source>
        <translation>Изображения пока нет</translation>
    </message>
    <message>
        <source>Pick a class and press Generate.</source>
        <translation>Выберите класс и нажмите «Генерировать».</translation>
    </message>
    <message>
        <source>This scale has no picture</source>
        <translation>У этого масштаба нет изображения</translation>
    </message>
    <message>
        <source>Nothing to compare</source>
        <translation>Нечего сравнивать</translation>
    </message>
    <message>
        <source>No tokens</source>
        <translation>Токенов нет</translation>
    </message>
    <message>
        <source>No token statistics</source>
        <translation>Статистики токенов нет</translation>
    </message>
    <message>
        <source>Turn them on below, then generate again.</source>
        <translation>Включите её внизу и сгенерируйте заново.</translation>
    </message>
    <message>
        <source>scale %1 of %2</source>
        <translation>масштаб %1 из %2</translation>
    </message>
    <message>
        <source>Added by %1</source>
        <translation>Вклад, %1</translation>
    </message>
    <message>
        <source>: difference to middle grey</source>
        <translation>: отличие от среднего серого</translation>
    </message>
    <message>
        <source>: finished picture against a preview</source>
        <translation>: готовое изображение против предпросмотра</translation>
    </message>
    <message>
        <source>Generate again to record them.</source>
        <translation>Сгенерируйте заново, чтобы записать её.</translation>
    </message>
    <message>
        <source>Plain VAR is decoded as soon as the core is idle.</source>
        <translation>Обычный VAR будет декодирован, когда ядро освободится.</translation>
    </message>
    <message>
        <source>N = %1</source>
        <translation>N = %1</translation>
    </message>
    <message>
        <source>plain VAR</source>
        <translation>обычный VAR</translation>
    </message>
    <message>
        <source>N = %1 minus plain VAR</source>
        <translation>N = %1 минус обычный VAR</translation>
    </message>
    <message>
        <source>It is shown as soon as it is decoded. Files keep no scales: those of an earlier session are decoded again.</source>
        <translation>Он появится, как только будет декодирован. Файлы не хранят масштабов: масштабы прошлых сеансов декодируются заново.</translation>
    </message>
    <message>
        <source>This view needs the pictures of this scale and the one before. Files keep no scales: choose &quot;Decode again with scales&quot; in the history.</source>
        <translation>Нужны изображения этого масштаба и предыдущего. Файлы не хранят масштабов: выберите в истории «Декодировать заново с масштабами».</translation>
    </message>
    <message>
        <source>Files keep no tokens: choose &quot;Decode again with scales&quot; in the history.</source>
        <translation>Файлы не хранят токенов: выберите в истории «Декодировать заново с масштабами».</translation>
    </message>
</context>
<context>
    <name>duo::ui::SpecialisedPairs</name>
    <message>
        <source>Use specialised pairs</source>
        <translation>Настроенные пары моделей</translation>
    </message>
    <message>
        <source>Specialised pairs</source>
        <translation>Настроенные пары</translation>
    </message>
    <message>
        <source>N = %1 is decoded by %2.</source>
        <translation>N = %1 декодируют %2.</translation>
    </message>
    <message>
        <source>N = %1 has one: %2.</source>
        <translation>Для N = %1 есть: %2.</translation>
    </message>
    <message>
        <source>If a drafter and a refiner were fine-tuned for this N, they decode instead of the plain pair. The rail marks such N with a diamond.</source>
        <translation>Если черновая и уточняющая модели дообучены для этого N, декодируют они, а не обычная пара. Такие N отмечены ромбом на линейке масштабов.</translation>
    </message>
    <message>
        <source>The pairs in this folder were not tuned from the chosen models.</source>
        <translation>Пары в папке настроены не из выбранных моделей.</translation>
    </message>
    <message>
        <source>The model folder has no specialised pairs.</source>
        <translation>В папке моделей нет настроенных пар.</translation>
    </message>
    <message>
        <source>No pair for N = %1. Available: N = %2.</source>
        <translation>Для N = %1 пары нет. Есть для N = %2.</translation>
    </message>
</context>
<context>
    <name>duo::ui::SpectrumChart</name>
    <message>
        <source>Spectrum</source>
        <translation>Спектр</translation>
    </message>
    <message>
        <source>No spectrum</source>
        <translation>Спектра нет</translation>
    </message>
    <message>
        <source>The pictures of the scales are missing.</source>
        <translation>Нет изображений масштабов.</translation>
    </message>
    <message>
        <source>Scale %1</source>
        <translation>Масштаб %1</translation>
    </message>
    <message>
        <source>Cycles per picture</source>
        <translation>Циклов на изображение</translation>
    </message>
    <message>
        <source>Power [levels²]</source>
        <translation>Мощность [уровни²]</translation>
    </message>
    <message>
        <source>Power</source>
        <translation>Мощность</translation>
    </message>
    <message>
        <source>%1 levels²</source>
        <translation>%1 ур.²</translation>
    </message>
    <message>
        <source>%1 at %2 cycles</source>
        <translation>%1 при %2 цикл.</translation>
    </message>
    <message>
        <source>Power, %1: %2.</source>
        <translation>Мощность, %1: %2.</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>Масштаб</translation>
    </message>
</context>
<context>
    <name>duo::ui::SpeedChart</name>
    <message>
        <source>Speed</source>
        <translation>Скорость</translation>
    </message>
    <message>
        <source>No speed figures yet</source>
        <translation>Данных о скорости пока нет</translation>
    </message>
    <message>
        <source>Every scale is timed while the next run decodes it.</source>
        <translation>Время каждого масштаба замеряется при следующем запуске.</translation>
    </message>
    <message>
        <source>Tokens/s</source>
        <translation>Токенов/с</translation>
    </message>
    <message>
        <source>Drafter</source>
        <translation>Черновая модель</translation>
    </message>
    <message>
        <source>Refiner</source>
        <translation>Уточняющая модель</translation>
    </message>
    <message>
        <source>Transformer</source>
        <translation>Трансформер</translation>
    </message>
    <message>
        <source>Sampling</source>
        <translation>Сэмплирование</translation>
    </message>
    <message>
        <source>Pyramid</source>
        <translation>Пирамида</translation>
    </message>
    <message>
        <source>Plain VAR</source>
        <translation>Обычный VAR</translation>
    </message>
    <message>
        <source>Tokens per second, on the axis at the right</source>
        <translation>Токенов в секунду, по правой оси</translation>
    </message>
    <message>
        <source>Show tokens per second</source>
        <translation>Показывать токены в секунду</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>Масштаб</translation>
    </message>
    <message>
        <source>Time [%1]</source>
        <translation>Время [%1]</translation>
    </message>
    <message>
        <source>Refiner enters</source>
        <translation>Вступает уточняющая</translation>
    </message>
    <message>
        <source>Drafter enters</source>
        <translation>Вступает черновая</translation>
    </message>
    <message>
        <source>%1, %2 tokens/s</source>
        <translation>%1, %2 токенов/с</translation>
    </message>
    <message>
        <source>, plain VAR %1</source>
        <translation>, обычный VAR %1</translation>
    </message>
    <message>
        <source>scale %1, %2: %3</source>
        <translation>масштаб %1, %2: %3</translation>
    </message>
    <message>
        <source>%1. %2.</source>
        <translation>%1. %2.</translation>
    </message>
    <message>
        <source>Scale %1 not decoded yet</source>
        <translation>Масштаб %1 ещё не декодирован</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Всего</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Токены</translation>
    </message>
    <message>
        <source>Enters here</source>
        <translation>Вступает здесь</translation>
    </message>
    <message>
        <source>time includes the scales before</source>
        <translation>время включает предыдущие масштабы</translation>
    </message>
    <message>
        <source>Scale %1, %2 × %2, %3</source>
        <translation>Масштаб %1, %2 × %2, %3</translation>
    </message>
    <message>
        <source>Side</source>
        <translation>Сторона</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Модель</translation>
    </message>
    <message>
        <source>Transformer [ms]</source>
        <translation>Трансформер [мс]</translation>
    </message>
    <message>
        <source>Sampling [ms]</source>
        <translation>Сэмплирование [мс]</translation>
    </message>
    <message>
        <source>Pyramid [ms]</source>
        <translation>Пирамида [мс]</translation>
    </message>
    <message>
        <source>Together [ms]</source>
        <translation>Всего [мс]</translation>
    </message>
    <message>
        <source>Plain VAR [ms]</source>
        <translation>Обычный VAR [мс]</translation>
    </message>
</context>
<context>
    <name>duo::ui::SplitCosts</name>
    <message>
        <source>N = %1</source>
        <translation>N = %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 not measured yet</source>
        <translation>%1: ещё не измерено</translation>
    </message>
    <message>
        <source>Fréchet distance %1, over %2 pictures</source>
        <translation>Расстояние Фреше %1, по %2 изображениям</translation>
    </message>
    <message>
        <source>about %1 and %2</source>
        <translation>около %1 и %2</translation>
    </message>
    <message>
        <source> (rough estimate)</source>
        <translation> (грубая оценка)</translation>
    </message>
    <message>
        <source> (±%1 %)</source>
        <translation> (±%1 %)</translation>
    </message>
</context>
<context>
    <name>duo::ui::SplitCurve</name>
    <message>
        <source>Time</source>
        <translation>Время</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Память</translation>
    </message>
    <message>
        <source>Fréchet distance</source>
        <translation>Расстояние Фреше</translation>
    </message>
    <message>
        <source>Time, memory and quality at every split</source>
        <translation>Время, память и качество при каждом N</translation>
    </message>
    <message>
        <source>hollow: estimated</source>
        <translation>полые: оценка</translation>
    </message>
</context>
<context>
    <name>duo::ui::SplitStrip</name>
    <message>
        <source>Splits tried with this class and seed</source>
        <translation>N, испытанные с этим классом и зерном</translation>
    </message>
    <message>
        <source>N = %1</source>
        <translation>N = %1</translation>
    </message>
    <message>
        <source>%1: %2. Point at it to see it; click to use this split.</source>
        <translation>%1: %2. Наведите курсор, чтобы увидеть; щёлкните, чтобы выбрать это N.</translation>
    </message>
</context>
<context>
    <name>duo::ui::StatusLine</name>
    <message>
        <source>Progress of the run</source>
        <translation>Ход запуска</translation>
    </message>
    <message>
        <source>Core ready</source>
        <translation>Ядро готово</translation>
    </message>
    <message>
        <source>Core ready on %1</source>
        <translation>Ядро готово: %1</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Готово к работе</translation>
    </message>
    <message>
        <source>%1. Stopped: %2 of %3 pictures finished</source>
        <comment>title</comment>
        <translation>%1. Остановлено: готово %2 из %3 изображений</translation>
    </message>
</context>
<context>
    <name>duo::ui::SweepControls</name>
    <message>
        <source>Start sweep</source>
        <translation>Начать перебор</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отменить</translation>
    </message>
    <message>
        <source>One class and seed</source>
        <translation>Один класс и зерно</translation>
    </message>
    <message>
        <source>Rows of the sweep</source>
        <translation>Строки перебора</translation>
    </message>
    <message>
        <source>N = </source>
        <translation>N = </translation>
    </message>
    <message>
        <source>First split</source>
        <translation>Первая точка передачи</translation>
    </message>
    <message>
        <source>Last split</source>
        <translation>Последняя точка передачи</translation>
    </message>
    <message>
        <source>Seeds: </source>
        <translation>Зёрна: </translation>
    </message>
    <message>
        <source>Number of seeds</source>
        <translation>Количество зёрен</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Экспорт</translation>
    </message>
    <message>
        <source>Export the sweep</source>
        <translation>Экспорт перебора</translation>
    </message>
    <message>
        <source>Selected classes × N</source>
        <translation>Выбранные классы × N</translation>
    </message>
    <message>
        <source>Consecutive seeds</source>
        <translation>Зёрна подряд</translation>
    </message>
    <message>
        <source>One row, one row per selected class, or one row per seed</source>
        <translation>Одна строка, по строке на каждый выбранный класс или по строке на зерно</translation>
    </message>
    <message>
        <source>Plain VAR is always decoded, because the other splits are compared with it</source>
        <translation>Обычный VAR декодируется всегда: с ним сравниваются остальные</translation>
    </message>
</context>
<context>
    <name>duo::ui::SweepExport</name>
    <message>
        <source>The sheet is too large for one picture.</source>
        <translation>Лист слишком велик для одного изображения.</translation>
    </message>
    <message>
        <source>Guidance %1 · top-k %2 · top-p %3 · temperature %4</source>
        <translation>Guidance %1 · top-k %2 · top-p %3 · температура %4</translation>
    </message>
    <message>
        <source>Export sheet, white…</source>
        <translation>Экспорт листа, светлый…</translation>
    </message>
    <message>
        <source>Export sheet, dark…</source>
        <translation>Экспорт листа, тёмный…</translation>
    </message>
    <message>
        <source>Pictures with their settings…</source>
        <translation>Изображения с настройками…</translation>
    </message>
    <message>
        <source>NumPy archive (npz)…</source>
        <translation>Архив NumPy (npz)…</translation>
    </message>
    <message>
        <source>Split sweep</source>
        <translation>Перебор точек передачи</translation>
    </message>
    <message>
        <source>Drafter %1 · refiner %2</source>
        <translation>Черновая модель %1 · уточняющая модель %2</translation>
    </message>
    <message>
        <source>Decoding time of one picture, speed-up against plain VAR · peak of caches and activations · PSNR to plain VAR</source>
        <translation>Время декодирования одного изображения, ускорение к обычному VAR · пик кэшей и активаций · PSNR к обычному VAR</translation>
    </message>
    <message>
        <source>Pictures after scale %1 of %2</source>
        <translation>Изображения после масштаба %1 из %2</translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation>Выберите другую папку.</translation>
    </message>
    <message>
        <source>Export the sheet</source>
        <translation>Экспорт листа</translation>
    </message>
    <message>
        <source>Pictures (*.png)</source>
        <translation>Изображения (*.png)</translation>
    </message>
    <message>
        <source>Choose a folder for the pictures</source>
        <translation>Выбор папки для изображений</translation>
    </message>
    <message>
        <source>Export the sweep</source>
        <translation>Экспорт перебора</translation>
    </message>
    <message>
        <source>NumPy archives (*.npz)</source>
        <translation>Архивы NumPy (*.npz)</translation>
    </message>
    <message>
        <source>N = %1: %2, %3</source>
        <translation>N = %1: %2, %3</translation>
    </message>
</context>
<context>
    <name>duo::ui::SweepGrid</name>
    <message>
        <source>Sweep</source>
        <translation>Перебор</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Открыть</translation>
    </message>
    <message>
        <source>Add to Compare</source>
        <translation>Добавить к сравнению</translation>
    </message>
    <message>
        <source>Use N = %1</source>
        <translation>Взять N = %1</translation>
    </message>
    <message>
        <source>Arrows move, Enter opens, C compares, U uses the split</source>
        <translation>Стрелки — движение, Enter — открыть, C — сравнить, U — взять точку передачи</translation>
    </message>
</context>
<context>
    <name>duo::ui::SweepModel</name>
    <message>
        <source>equal</source>
        <translation>равно</translation>
    </message>
    <message>
        <source>%1 dB</source>
        <translation>%1 дБ</translation>
    </message>
    <message>
        <source>%1 a picture</source>
        <translation>%1 на изображение</translation>
    </message>
    <message>
        <source>peak %1</source>
        <translation>пик %1</translation>
    </message>
    <message>
        <source>equal to plain VAR</source>
        <translation>равно обычному VAR</translation>
    </message>
    <message>
        <source>%1 to plain VAR, mean difference %2 of 255</source>
        <translation>%1 к обычному VAR, средняя разность %2 из 255</translation>
    </message>
    <message>
        <source>N = %1</source>
        <translation>N = %1</translation>
    </message>
    <message>
        <source>N = %1 ◆</source>
        <translation>N = %1 ◆</translation>
    </message>
    <message>
        <source>plain VAR</source>
        <translation>обычный VAR</translation>
    </message>
    <message>
        <source>by its specialised pair</source>
        <translation>настроенной парой</translation>
    </message>
    <message>
        <source>%1 speed</source>
        <translation>скорость %1</translation>
    </message>
    <message>
        <source>The drafter decodes scales 1 to %1, the refiner the other %2. Both are tuned for this split</source>
        <translation>Масштабы 1–%1: черновая модель, остальные %2: уточняющая; обе настроены на эту точку передачи</translation>
    </message>
    <message>
        <source>The drafter decodes scales 1 to %1, the refiner the other %2</source>
        <translation>Масштабы 1–%1: черновая модель, остальные %2: уточняющая</translation>
    </message>
</context>
<context>
    <name>duo::ui::SweepPlan</name>
    <message>
        <source>The models are not loaded yet.</source>
        <translation>Модели ещё не загружены.</translation>
    </message>
    <message>
        <source>classes: %1</source>
        <translation>классы: %1</translation>
    </message>
    <message>
        <source>%1 · seed %2 · splits: %3 · pictures: %4</source>
        <translation>%1 · зерно %2 · точек передачи: %3 · изображений: %4</translation>
    </message>
    <message>
        <source> · by their own pair: N = %1</source>
        <translation> · настроенными парами: N = %1</translation>
    </message>
    <message>
        <source>Choose a class first.</source>
        <translation>Сначала выберите класс.</translation>
    </message>
    <message>
        <source> · draws by position, because published draws depend on N</source>
        <translation> · выборка по позиции: опубликованная зависит от N</translation>
    </message>
</context>
<context>
    <name>duo::ui::SweepRowHeader</name>
    <message>
        <source>Rows</source>
        <translation>Строки</translation>
    </message>
</context>
<context>
    <name>duo::ui::SweepSplitHeader</name>
    <message>
        <source>Splits</source>
        <translation>Точки передачи</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>выбрано</translation>
    </message>
</context>
<context>
    <name>duo::ui::SweepStatus</name>
    <message>
        <source>%1 of %2 pictures · %3 %</source>
        <translation>%1 из %2 изображений · %3 %</translation>
    </message>
    <message>
        <source>Done: %1 of %2 pictures</source>
        <translation>Готово: %1 из %2 изображений</translation>
    </message>
    <message>
        <source> · %1 · seed %2</source>
        <translation> · %1 · зерно %2</translation>
    </message>
    <message>
        <source> · about %1 left</source>
        <translation> · осталось около %1</translation>
    </message>
    <message>
        <source>Stopped: %1 of %2 pictures finished</source>
        <translation>Остановлено: готово %1 из %2 изображений</translation>
    </message>
</context>
<context>
    <name>duo::ui::SweepTabs</name>
    <message>
        <source>Pictures</source>
        <translation>Изображения</translation>
    </message>
    <message>
        <source>Evaluation</source>
        <translation>Оценка</translation>
    </message>
    <message>
        <source>Pages of the sweep</source>
        <translation>Страницы перебора</translation>
    </message>
</context>
<context>
    <name>duo::ui::SweepView</name>
    <message>
        <source>State of the sweep</source>
        <translation>Состояние перебора</translation>
    </message>
    <message>
        <source>Figures of the chosen picture</source>
        <translation>Показатели выбранного изображения</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Открыть</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Сравнить</translation>
    </message>
    <message>
        <source>Use this N</source>
        <translation>Взять это N</translation>
    </message>
    <message>
        <source>Fit the splits into the width</source>
        <translation>Вписать точки передачи в ширину</translation>
    </message>
    <message>
        <source>Size of the pictures (Ctrl and wheel)</source>
        <translation>Размер изображений (Ctrl и колесо)</translation>
    </message>
    <message>
        <source>Size of the pictures</source>
        <translation>Размер изображений</translation>
    </message>
    <message>
        <source>Time and memory against N</source>
        <translation>Время и память в зависимости от N</translation>
    </message>
    <message>
        <source>Show the chart of time and memory</source>
        <translation>Показать график времени и памяти</translation>
    </message>
    <message>
        <source>Show the picture large (Enter)</source>
        <translation>Показать изображение крупно (Enter)</translation>
    </message>
    <message>
        <source>Add the picture to Compare (C)</source>
        <translation>Добавить изображение к сравнению (C)</translation>
    </message>
    <message>
        <source>Generate with this split from now on (U)</source>
        <translation>Дальше генерировать с этой точкой передачи (U)</translation>
    </message>
    <message>
        <source>Added to Compare: %1 of 4</source>
        <translation>Добавлено к сравнению: %1 из 4</translation>
    </message>
    <message>
        <source>N = %1 is in use</source>
        <translation>Выбрано N = %1</translation>
    </message>
    <message>
        <source>Every split, side by side</source>
        <translation>Все точки передачи рядом</translation>
    </message>
    <message>
        <source>A sweep decodes one picture with every split N and shows time, speed-up, memory and the difference to plain VAR. The drafter&apos;s scales are decoded once for all splits. Choose rows and splits above and start.</source>
        <translation>Перебор декодирует одно изображение с каждым N и показывает время, ускорение, память и отличие от обычного VAR. Масштабы черновой модели декодируются один раз для всех N. Выберите строки и точки передачи выше и начните.</translation>
    </message>
    <message>
        <source>Use N = %1</source>
        <translation>Взять N = %1</translation>
    </message>
    <message>
        <source>The largest size that shows all splits</source>
        <translation>Наибольший размер, при котором видны все точки передачи</translation>
    </message>
</context>
<context>
    <name>duo::ui::TokenHover</name>
    <message>
        <source>%1 · %2 %</source>
        <translation>%1 · %2 %</translation>
    </message>
</context>
<context>
    <name>duo::ui::Tour</name>
    <message>
        <source>Back</source>
        <translation>Назад</translation>
    </message>
    <message>
        <source>Choose a class</source>
        <translation>Выберите класс</translation>
    </message>
    <message>
        <source>Click a class, or search for one by name or number. Ctrl+click adds another class: several classes make a batch.</source>
        <translation>Щёлкните класс или найдите его по названию или номеру. Щелчок с Ctrl добавляет ещё один: несколько классов составят пакет.</translation>
    </message>
    <message>
        <source>Choose the split point N</source>
        <translation>Выберите точку передачи N</translation>
    </message>
    <message>
        <source>Drag the divider: the large drafter decodes the scales left of it, the small refiner the rest. A smaller N takes less time and memory.</source>
        <translation>Тяните разделитель: большая черновая модель декодирует масштабы слева от него, малая уточняющая — остальные. Чем меньше N, тем меньше нужно времени и памяти.</translation>
    </message>
    <message>
        <source>Generate with Ctrl+Enter</source>
        <translation>Запустите: Ctrl+Enter</translation>
    </message>
    <message>
        <source>The scales arrive one after another; the slider below goes through them. Compare and Sweep show the cost and the quality of a split point.</source>
        <translation>Масштабы появляются по очереди; ползунок внизу листает их. «Сравнение» и «Перебор» показывают цену и качество точки передачи.</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Пропустить</translation>
    </message>
    <message>
        <source>More in the guide</source>
        <translation>Подробнее в руководстве</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 из %2</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Далее</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Готово</translation>
    </message>
</context>
<context>
    <name>duo::ui::TrainingPage</name>
    <message>
        <source>No report yet</source>
        <translation>Отчётов пока нет</translation>
    </message>
    <message>
        <source>step %1</source>
        <translation>шаг %1</translation>
    </message>
    <message>
        <source>loss %1</source>
        <translation>потери %1</translation>
    </message>
    <message>
        <source>learning rate %1</source>
        <translation>скорость обучения %1</translation>
    </message>
    <message>
        <source>Figures of the training</source>
        <translation>Показатели обучения</translation>
    </message>
    <message>
        <source>Pictures of the model in training</source>
        <translation>Изображения обучаемой модели</translation>
    </message>
    <message>
        <source>Sheet that is shown</source>
        <translation>Показанный лист</translation>
    </message>
    <message>
        <source>Sheets of earlier steps; at the right end the newest, as it comes</source>
        <translation>Листы прежних шагов; у правого края — новейший, по мере появления</translation>
    </message>
</context>
<context>
    <name>duo::ui::WindowActions</name>
    <message>
        <source>&amp;Generate</source>
        <translation>&amp;Генерировать</translation>
    </message>
    <message>
        <source>Make the chosen pictures</source>
        <translation>Создать выбранные изображения</translation>
    </message>
    <message>
        <source>Stop at the next &amp;scale</source>
        <translation>Остановить на следующем &amp;масштабе</translation>
    </message>
    <message>
        <source>Stop after this &amp;picture</source>
        <translation>Остановить после этого &amp;изображения</translation>
    </message>
    <message>
        <source>&amp;Discard this run</source>
        <translation>&amp;Отбросить этот запуск</translation>
    </message>
    <message>
        <source>&amp;Clear the queue</source>
        <translation>О&amp;чистить очередь</translation>
    </message>
    <message>
        <source>&amp;Live</source>
        <translation>&amp;Живой режим</translation>
    </message>
    <message>
        <source>&amp;Open a picture&apos;s settings…</source>
        <translation>&amp;Открыть настройки изображения…</translation>
    </message>
    <message>
        <source>&amp;Save the picture as…</source>
        <translation>&amp;Сохранить изображение как…</translation>
    </message>
    <message>
        <source>Export the &amp;animation…</source>
        <translation>Экспорт &amp;анимации…</translation>
    </message>
    <message>
        <source>Export the run as &amp;npz…</source>
        <translation>Экспорт запуска в &amp;npz…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Выход</translation>
    </message>
    <message>
        <source>&amp;Single</source>
        <translation>&amp;Просмотр</translation>
    </message>
    <message>
        <source>One picture, large</source>
        <translation>Одно изображение, крупно</translation>
    </message>
    <message>
        <source>&amp;Compare</source>
        <translation>&amp;Сравнение</translation>
    </message>
    <message>
        <source>Two or four pictures side by side</source>
        <translation>Два или четыре изображения рядом</translation>
    </message>
    <message>
        <source>S&amp;weep</source>
        <translation>Пере&amp;бор</translation>
    </message>
    <message>
        <source>Every split point of one class and seed</source>
        <translation>Все точки передачи для одного класса и зерна</translation>
    </message>
    <message>
        <source>&amp;Add the picture to Compare</source>
        <translation>&amp;Добавить изображение к сравнению</translation>
    </message>
    <message>
        <source>&amp;Coarser scale</source>
        <translation>Масштаб &amp;грубее</translation>
    </message>
    <message>
        <source>&amp;Finer scale</source>
        <translation>Масштаб &amp;тоньше</translation>
    </message>
    <message>
        <source>Finished &amp;picture</source>
        <translation>Готовое &amp;изображение</translation>
    </message>
    <message>
        <source>Play c&amp;oarse to fine</source>
        <translation>Проиграть &amp;от грубого к тонкому</translation>
    </message>
    <message>
        <source>Like the &amp;desktop</source>
        <translation>Как в с&amp;истеме</translation>
    </message>
    <message>
        <source>Da&amp;rk</source>
        <translation>&amp;Тёмная</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Светлая</translation>
    </message>
    <message>
        <source>Like the d&amp;esktop</source>
        <translation>Как в с&amp;истеме</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>&amp;Сочетания клавиш</translation>
    </message>
    <message>
        <source>&amp;About Duoscale</source>
        <translation>&amp;О программе Duoscale</translation>
    </message>
    <message>
        <source>Open an &amp;evaluation…</source>
        <translation>Открыть &amp;оценку…</translation>
    </message>
    <message>
        <source>Show what duoscale-cli sweep measured</source>
        <translation>Показать, что измерил duoscale-cli sweep</translation>
    </message>
    <message>
        <source>&amp;Follow a run…</source>
        <translation>&amp;Наблюдать за запуском…</translation>
    </message>
    <message>
        <source>Watch a training or a sampling run of duoscale-cli</source>
        <translation>Наблюдать за обучением или серией изображений duoscale-cli</translation>
    </message>
    <message>
        <source>&amp;Runs</source>
        <translation>&amp;Запуски</translation>
    </message>
    <message>
        <source>Generate again at every change of class, N, seed or guidance</source>
        <translation>Генерировать заново при каждой смене класса, N, зерна или guidance</translation>
    </message>
    <message>
        <source>Measure plain &amp;VAR too</source>
        <translation>Замерить и обычный &amp;VAR</translation>
    </message>
    <message>
        <source>Follow a training or a sampling run</source>
        <translation>Следить за обучением или серией изображений</translation>
    </message>
    <message>
        <source>Choose a class first.</source>
        <translation>Сначала выберите класс.</translation>
    </message>
    <message>
        <source>&amp;Focus on the picture</source>
        <translation>С&amp;осредоточиться на изображении</translation>
    </message>
    <message>
        <source>The picture and the rail alone</source>
        <translation>Только изображение и лента масштабов</translation>
    </message>
    <message>
        <source>F&amp;ull screen</source>
        <translation>Во весь &amp;экран</translation>
    </message>
    <message>
        <source>&amp;Keep the picture</source>
        <translation>О&amp;ставить изображение</translation>
    </message>
    <message>
        <source>Put the picture into the history as it is</source>
        <translation>Поместить изображение в историю как есть</translation>
    </message>
    <message>
        <source>Start the c&amp;ore again</source>
        <translation>Запустить &amp;ядро снова</translation>
    </message>
    <message>
        <source>Get &amp;models…</source>
        <translation>Загрузить &amp;модели…</translation>
    </message>
    <message>
        <source>Download published models</source>
        <translation>Загрузить опубликованные модели</translation>
    </message>
    <message>
        <source>&amp;User guide</source>
        <translation>&amp;Руководство</translation>
    </message>
    <message>
        <source>From the first picture to own models</source>
        <translation>От первого изображения до собственных моделей</translation>
    </message>
    <message>
        <source>&amp;Tour</source>
        <translation>&amp;Знакомство</translation>
    </message>
    <message>
        <source>Three steps to the first picture</source>
        <translation>Три шага до первого изображения</translation>
    </message>
    <message>
        <source>&amp;What&apos;s this?</source>
        <translation>&amp;Что это?</translation>
    </message>
    <message>
        <source>Click a control or a chart and read what it is</source>
        <translation>Щёлкните элемент или график, чтобы узнать, что это</translation>
    </message>
</context>
<context>
    <name>parts</name>
    <message>
        <source>%1 K</source>
        <translation>%1 тыс.</translation>
    </message>
    <message>
        <source>%1 M</source>
        <translation>%1 млн</translation>
    </message>
    <message>
        <source>%1 G</source>
        <translation>%1 млрд</translation>
    </message>
</context>
<context>
    <name>units</name>
    <message>
        <source>B</source>
        <translation>Б</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>мс</translation>
    </message>
    <message>
        <source>s</source>
        <translation>с</translation>
    </message>
    <message>
        <source>drafter</source>
        <translation>черновая модель</translation>
    </message>
    <message>
        <source>refiner</source>
        <translation>уточняющая модель</translation>
    </message>
    <message>
        <source>Drafter weights</source>
        <translation>Черновая: веса</translation>
    </message>
    <message>
        <source>Drafter cache</source>
        <translation>Черновая: кэш</translation>
    </message>
    <message>
        <source>Drafter activations</source>
        <translation>Черновая: активации</translation>
    </message>
    <message>
        <source>Refiner weights</source>
        <translation>Уточняющая: веса</translation>
    </message>
    <message>
        <source>Refiner cache</source>
        <translation>Уточняющая: кэш</translation>
    </message>
    <message>
        <source>Refiner activations</source>
        <translation>Уточняющая: активации</translation>
    </message>
    <message>
        <source>VQ-VAE weights</source>
        <translation>VQ-VAE: веса</translation>
    </message>
    <message>
        <source>VQ-VAE cache</source>
        <translation>VQ-VAE: кэш</translation>
    </message>
    <message>
        <source>VQ-VAE activations</source>
        <translation>VQ-VAE: активации</translation>
    </message>
    <message>
        <source>Drafter</source>
        <translation>Черновая модель</translation>
    </message>
    <message>
        <source>Refiner</source>
        <translation>Уточняющая модель</translation>
    </message>
    <message>
        <source>VQ-VAE</source>
        <translation>VQ-VAE</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 мин</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 ч %2 мин</translation>
    </message>
    <message>
        <source>KiB</source>
        <translation>КиБ</translation>
    </message>
    <message>
        <source>MiB</source>
        <translation>МиБ</translation>
    </message>
    <message>
        <source>GiB</source>
        <translation>ГиБ</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 мин %2 с</translation>
    </message>
</context>
</TS>
