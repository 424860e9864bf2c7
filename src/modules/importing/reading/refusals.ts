import { Refusal } from '../../../platform/errors/index.ts'
import type { DateEvidence } from '../rules/read-date.ts'
import type { SplitRefusals } from './split-records.ts'

const KEPT = 'Nothing was changed.'

/** Of a column of dates, the first that fits one order only, and the first that fits both. */
export type DateExamples = Partial<Record<keyof DateEvidence, string>>

/** What is wrong with a file as a whole, what was kept, and what to do. One place, so that they read alike. */
export const refuse = {
  missing: (file: string) =>
    new Refusal('import-file-missing', `There is no file ${file}. ${KEPT} Check the name and try again.`),
  directory: (file: string) =>
    new Refusal('import-file-directory', `${file} is a folder, not a file. ${KEPT} Choose the report file inside it.`),
  empty: (file: string) =>
    new Refusal('import-file-empty', `${file} is empty. ${KEPT} Run the report again, and wait until it is written.`),
  spreadsheet: (file: string) =>
    new Refusal(
      'import-file-zip',
      `${file} is an old Excel workbook or an archive of a kind that is not read. ${KEPT} Open it and save the sheet as “CSV UTF-8” or as .xlsx, or unpack the archive, then choose the file inside.`,
    ),
  brokenZip: (file: string) =>
    new Refusal(
      'import-file-zip',
      `${file} is a workbook or zip that is not whole, or not made as one should be. ${KEPT} Export it again and wait until it is written, or open it and save the sheet as “CSV UTF-8”.`,
    ),
  lockedZip: (file: string) =>
    new Refusal(
      'import-file-zip',
      `${file} is locked with a password. ${KEPT} Save it without a password, or unpack it and choose the file inside.`,
    ),
  harmfulZip: (file: string, detail: string) =>
    new Refusal(
      'import-file-zip',
      `${file} is not opened: ${detail}, which no export does. ${KEPT} Export it again, or save the sheet as “CSV UTF-8”.`,
    ),
  hugeWorkbook: (file: string) =>
    new Refusal(
      'import-file-zip',
      `${file} holds more text than a workbook is read with here. ${KEPT} Save the sheet as “CSV UTF-8”, which may be of any size.`,
    ),
  strangeZip: (file: string, found: string[]) =>
    new Refusal(
      'import-file-zip',
      `${file} is a zip, but neither a workbook nor a roster (OneRoster or School Data Sync). It holds: ${listOf(found)}. ${KEPT} Unpack it and choose the files inside, as CSV or XML.`,
    ),
  notATable: (file: string, what: string) =>
    new Refusal(
      'import-file-not-a-table',
      `${file} is ${what}, not a table. ${KEPT} Export the report from the MIS as CSV or XML.`,
    ),
  brokenDownload: (file: string) =>
    new Refusal(
      'import-file-cut',
      `${file} is a download from Wonde that broke off or was changed. ${KEPT} It is fetched again at the next time of the schedule; or fetch it now.`,
    ),
  withoutContacts: (file: string) =>
    new Refusal(
      'import-file-contacts',
      `${file} holds pupils but not a word of their contacts. ${KEPT} In Wonde, the school approves contacts, contact details and education details for this connection; then fetch it again.`,
    ),
  encoding: (file: string, detail: string) =>
    new Refusal(
      'import-file-encoding',
      `The letters of ${file} cannot be read: ${detail} ${KEPT} Export it again, or save it as “CSV UTF-8”.`,
    ),
  unterminatedQuote: (file: string, line: number) =>
    new Refusal(
      'import-file-quote',
      `In ${file} a quotation mark opened on line ${line} is never closed, so what follows cannot be told apart. ${KEPT} Mend that line or export the report again.`,
    ),
  endlessLine: (file: string, line: number) =>
    new Refusal(
      'import-file-line',
      `Line ${line} of ${file} does not end: it is millions of letters long, as in no report. ${KEPT} Export the report again.`,
    ),
  doctype: (file: string) =>
    new Refusal(
      'import-file-doctype',
      `${file} declares a document type or entities, which a report from an MIS does not do. For safety it is not read. ${KEPT} Export the report again.`,
    ),
  malformedXml: (file: string, line: number, detail: string) =>
    new Refusal(
      'import-file-xml',
      `${file} is not whole: near line ${line} the XML breaks off or is wrong (${detail}). ${KEPT} Run the report again, and wait until it is written.`,
    ),
  hugeRecord: (file: string, line: number) =>
    new Refusal(
      'import-file-xml',
      `${file} has one record near line ${line} that is far larger than any pupil's. For safety it is not read. ${KEPT} Export the file again.`,
    ),
  commandReporter: (file: string, said: string) =>
    new Refusal(
      'import-file-sims-error',
      `SIMS did not run the report: ${file} holds its error instead of data. It says: “${said}”. ${KEPT} Put that right in SIMS and run the report again.`,
    ),
  noKnownColumns: (file: string, found: string[]) =>
    new Refusal(
      'import-file-columns',
      `${file} has too few columns that are known. Found: ${listOf(found)}. Needed: an admission number, UPN or pupil id (or forename, surname and date of birth), beside the columns to import. ${KEPT} Check that it is the right report, or say with a mapping which column is which.`,
    ),
  noPupilKey: (file: string, found: string[]) =>
    new Refusal(
      'import-file-key',
      `${file} does not say which pupil a row belongs to. Found: ${listOf(found)}. Needed: an admission number, UPN or pupil id, or forename, surname and date of birth. ${KEPT} Add one of them to the report, or say with a mapping which column it is.`,
    ),
  undecidedDates: ({ file, column, examples }: { file: string; column: string; examples: DateExamples }) =>
    new Refusal(
      'import-file-dates',
      examples.dayFirst && examples.monthFirst
        ? `The dates in column “${column}” of ${file} are in both orders: ${examples.dayFirst} has the day first, ${examples.monthFirst} the month. ${KEPT} Write them all in one order and export the file again; or put "dateOrder": "day first" (or "month first") into the mapping, and the rows with dates in the other order are rejected.`
        : `The dates in column “${column}” of ${file} can be read as day first or as month first (such as ${examples.either}), and nothing in the file tells which. ${KEPT} Choose the format “sims-csv” if the file comes straight from SIMS, which writes the day first, or put "dateOrder": "day first" into the mapping.`,
    ),
  unknownMapping: (field: string, known: string[]) =>
    new Refusal(
      'import-mapping-field',
      `The mapping names “${field}”, which is no field. ${KEPT} The fields are: ${known.join(', ')}.`,
    ),
  unknownMappingColumn: (field: string, caption: string, found: string[]) =>
    new Refusal(
      'import-mapping-column',
      `The mapping says ${field} is in column “${caption}”, but no file has it. Found: ${listOf(found)}. ${KEPT} Correct the mapping.`,
    ),
  otherFormat: (file: string, wanted: string, found: string) =>
    new Refusal(
      'import-file-format',
      `${file} was to be read as ${wanted}, but it is ${found}. ${KEPT} Choose the format “auto”.`,
    ),
}

/** What a table is refused for while it is cut into lines. */
export const refuseTable = (file: string): SplitRefusals => ({
  openQuote(line) {
    throw refuse.unterminatedQuote(file, line)
  },
  endlessLine(line) {
    throw refuse.endlessLine(file, line)
  },
})

function listOf(captions: string[]): string {
  const shown = captions.slice(0, 30).map((caption) => (caption.length > 40 ? `${caption.slice(0, 40)}…` : caption))
  return shown.length === 0 ? 'nothing' : `${shown.join(', ')}${captions.length > 30 ? ' …' : ''}`
}
