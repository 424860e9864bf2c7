import type { Format } from './format.ts'
import { recognisedBy } from './recognise.ts'

const byCaptions = recognisedBy('SIMS', {
  only: ['adno', 'primaryid', 'multipleid', 'psurname', 'pforename'],
  several: ['courtorder', 'liveswithpupil', 'reg', 'legalsurname', 'parentalresponsibility', 'pupilreport'],
  enough: 2,
})

/** A SIMS report: any table, whose dates SIMS always writes day first. */
export const simsCsv: Format = {
  name: 'sims-csv',
  words: 'SIMS',
  recognise(captions) {
    const escaped = captions.find((caption) => /_x[0-9a-f]{4}_/i.test(caption))
    return escaped ? `“${escaped}” is how the reports of SIMS write a caption.` : byCaptions(captions)
  },
  dayFirstByDefault: true,
}

/** A SIMS report as CommandReporter writes it in XML. Not known by its captions but by its elements. */
export const simsXmlReport: Format = { ...simsCsv, name: 'sims-xml', words: 'SIMS' }
