# LibreOffice's own mail merge of FOLDER/letter.fodt with the rows of FOLDER/data/letters.csv, to one tagged PDF. Prints its
# seconds, its seconds of processor and the most memory it held, in megabytes, without its start. Usage: mail-merge.py FOLDER PIPE
import os
import sys
import time

import uno
from com.sun.star.beans import PropertyValue

folder, pipe = sys.argv[1:3]


def value(name, content):
    made = PropertyValue()
    made.Name, made.Value = name, content
    return made


def url(name):
    return uno.systemPathToFileUrl(os.path.join(folder, name))


def office():
    here = uno.getComponentContext()
    resolver = here.ServiceManager.createInstanceWithContext('com.sun.star.bridge.UnoUrlResolver', here)
    for _ in range(600):
        try:
            return resolver.resolve(f'uno:pipe,name={pipe};urp;StarOffice.ComponentContext')
        except Exception:
            time.sleep(0.1)
    raise SystemExit('LibreOffice did not start')


context = office()
make = lambda name: context.ServiceManager.createInstanceWithContext(name, context)
databases = make('com.sun.star.sdb.DatabaseContext')
source = databases.createInstance()
source.URL = 'sdbc:flat:' + url('data')
source.Info = (value('Extension', 'csv'), value('HeaderLine', True), value('FieldDelimiter', ','),
               value('StringDelimiter', '"'), value('CharSet', 'utf-8'))
source.DatabaseDocument.storeAsURL(url('letters.odb'), ())
databases.registerDatabaseLocation('letters', url('letters.odb'))

merge = make('com.sun.star.text.MailMerge')
merge.DataSourceName, merge.CommandType, merge.Command = 'letters', 0, 'letters'
merge.DocumentURL, merge.OutputURL = url('letter.fodt'), url('out')
merge.OutputType, merge.SaveAsSingleFile, merge.FileNamePrefix = 2, True, 'merged'
merge.SaveFilter = 'writer_pdf_Export'
merge.SaveFilterData = (value('UseTaggedPDF', True), value('PDFUACompliance', True))


def spent():
    processor, held = 0, 0
    for process in filter(str.isdigit, os.listdir('/proc')):
        try:
            with open(f'/proc/{process}/cmdline') as command:
                if f'name={pipe}' not in command.read():
                    continue
            with open(f'/proc/{process}/stat') as stat, open(f'/proc/{process}/status') as status:
                processor += sum(int(ticks) for ticks in stat.read().rsplit(')', 1)[1].split()[11:13])
                held = max([held] + [int(line.split()[1]) for line in status if line.startswith('VmHWM')])
        except OSError:
            pass
    return processor / os.sysconf('SC_CLK_TCK'), held // 1000


started, before = time.time(), spent()[0]
merge.execute(())
seconds = time.time() - started
processor, peak = spent()
print(f'{seconds:.2f} {processor - before:.2f} {peak}')
try:
    make('com.sun.star.frame.Desktop').terminate()
except Exception:
    pass
