import { jointNames, type Warning } from '../../../modules/messaging/index.ts'
import { formatNumber } from '../../components/bar.tsx'
import { Button } from '../../components/button.tsx'
import { Form } from '../../components/form.tsx'
import { Note } from '../../components/note.tsx'

/** MSG-4, MSG-8: what to look at before sending; nothing of it stands in the way. */
export function Warnings({ base, id, warnings }: { base: string; id: string; warnings: Warning[] }) {
  return (
    <>
      {warnings.map((warning) => (
        <Note kind="warn" key={warning.kind + ('field' in warning ? warning.field : '')}>
          <WarningWords base={base} id={id} warning={warning} />
        </Note>
      ))}
    </>
  )
}

function WarningWords({ base, id, warning }: { base: string; id: string; warning: Warning }) {
  switch (warning.kind) {
    case 'costly punctuation':
      return (
        <>
          <p>
            <strong>Curly punctuation makes these texts dearer.</strong>{' '}
            {warning.replaced
              .map(([from, to]) => `${sayCharacter(from)} as ${to === '' ? 'nothing' : sayCharacter(to)}`)
              .join(', ')}{' '}
            would bring {formatNumber(warning.partsNow)} parts down to {formatNumber(warning.partsThen)}.
          </p>
          <Form action={`${base}/${id}/plain-punctuation`}>
            <Button kind="quiet">Use plain punctuation</Button>
          </Form>
        </>
      )
    case 'costly letters':
      return (
        <>
          <strong>{jointNames(warning.characters)}</strong> {warning.characters.length === 1 ? 'is' : 'are'} not in the
          alphabet of plain texts, so a part holds 70 characters instead of 160. Nothing was changed.
        </>
      )
    case 'costly names':
      return (
        <>
          <strong>
            Names with {jointNames(warning.characters)} cost {warning.extraParts}{' '}
            {warning.extraParts === 1 ? 'part' : 'parts'} more
          </strong>{' '}
          in {warning.copies === 1 ? 'one text' : `${formatNumber(warning.copies)} texts`}. No name was changed.
        </>
      )
    case 'empty field':
      return (
        <>
          <strong>{`{{${warning.field}}} is empty`}</strong> in{' '}
          {warning.copies === 1 ? 'one copy' : `${formatNumber(warning.copies)} copies`}. The gap is closed up; look
          whether the sentence still reads well.
        </>
      )
    case 'late hour':
      return (
        <>
          <strong>It is {warning.hour < 7 ? 'before seven in the morning' : 'after eight in the evening'}.</strong>{' '}
          Phones will ring at home.
        </>
      )
  }
}

const sayCharacter = (character: string) => (/\s/.test(character) ? 'a special space' : `“${character}”`)
