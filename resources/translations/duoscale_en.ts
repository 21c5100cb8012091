<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>duo::ui::ClassPanel</name>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n picture</numerusform>
            <numerusform>%n pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n class(es)</source>
        <translation>
            <numerusform>%n class</numerusform>
            <numerusform>%n classes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>duo::ui::CoreClient</name>
    <message numerus="yes">
        <source>The core ended %n times in a row (%1) and was not restarted.</source>
        <translation>
            <numerusform>The core ended (%1) and was not restarted.</numerusform>
            <numerusform>The core ended %n times in a row (%1) and was not restarted.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>duo::ui::CoreProcess</name>
    <message numerus="yes">
        <source>The core %1 did not respond for %n s. Check that it is duoscale-cli, or start it again.</source>
        <translation>
            <numerusform>The core %1 did not respond for %n s. Check that it is duoscale-cli, or start it again.</numerusform>
            <numerusform>The core %1 did not respond for %n s. Check that it is duoscale-cli, or start it again.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>duo::ui::HistoryActions</name>
    <message numerus="yes">
        <source>Select at most %n picture(s) for a sheet</source>
        <translation>
            <numerusform>Select at most %n picture for a sheet</numerusform>
            <numerusform>Select at most %n pictures for a sheet</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>duo::ui::HistoryFilterBar</name>
    <message numerus="yes">
        <source>%1 of %n picture(s)</source>
        <translation>
            <numerusform>%1 of %n picture</numerusform>
            <numerusform>%1 of %n pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n selected</numerusform>
            <numerusform>%n selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>duo::ui::GetModelsDialog</name>
    <message numerus="yes">
        <source>%n file(s): about %1 to download, %2 are free.</source>
        <translation>
            <numerusform>%n file: about %1 to download, %2 are free.</numerusform>
            <numerusform>%n files: about %1 to download, %2 are free.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>duo::ui::HistoryStore</name>
    <message numerus="yes">
        <source>%n picture(s) could not be moved to the trash.</source>
        <translation>
            <numerusform>%n picture could not be moved to the trash.</numerusform>
            <numerusform>%n pictures could not be moved to the trash.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) could not be brought back from the trash.</source>
        <translation>
            <numerusform>%n picture could not be brought back from the trash.</numerusform>
            <numerusform>%n pictures could not be brought back from the trash.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>duo::ui::ModelFit</name>
    <message numerus="yes">
        <source>%n scale(s) to %1</source>
        <translation>
            <numerusform>%n scale to %1</numerusform>
            <numerusform>%n scales to %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>duo::ui::QueueButton</name>
    <message numerus="yes">
        <source>Queue, %n run(s)</source>
        <translation>
            <numerusform>Queue, %n run</numerusform>
            <numerusform>Queue, %n runs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>duo::ui::RunPanel</name>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n picture</numerusform>
            <numerusform>%n pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n batch(es)</source>
        <translation>
            <numerusform>%n batch</numerusform>
            <numerusform>%n batches</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>duo::ui::RunTitles</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n split(s)</source>
        <translation>
            <numerusform>%n split</numerusform>
            <numerusform>%n splits</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>duo::ui::ScaleRail</name>
    <message numerus="yes">
        <source>%n tokens</source>
        <translation>
            <numerusform>%n token</numerusform>
            <numerusform>%n tokens</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>duo::ui::SingleStrip</name>
    <message numerus="yes">
        <source>%n token(s)</source>
        <translation>
            <numerusform>%n token</numerusform>
            <numerusform>%n tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n distinct code(s)</source>
        <translation>
            <numerusform>%n distinct code</numerusform>
            <numerusform>%n distinct codes</numerusform>
        </translation>
    </message>
</context>
</TS>
