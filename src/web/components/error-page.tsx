import { useFrame } from '../frame/frame.ts'
import { ButtonLink } from './button.tsx'
import { PlainPage, StaffPage } from './shell.tsx'

/** What went wrong, in words; what was typed, so that no work is lost; and a way on. */
export function ErrorPage({
  title,
  words,
  typed = [],
  back = '/',
}: {
  title: string
  words: string
  typed?: [string, string][]
  back?: string
}) {
  const { school, actor } = useFrame()
  const rest = (
    <>
      {typed.length > 0 ? (
        <details class="card typed">
          <summary>What you typed is still here</summary>
          <dl class="facts">
            {typed.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd class="kept">{value}</dd>
              </div>
            ))}
          </dl>
        </details>
      ) : null}
      <p class="buttons">
        <ButtonLink href={back}>{back === '/' ? 'Go to the start' : 'Go back'}</ButtonLink>
      </p>
    </>
  )
  // Inside a school the navigation stays, so that the way on is where it always is.
  return school && actor ? (
    <StaffPage title={title} lead={words}>
      {rest}
    </StaffPage>
  ) : (
    <PlainPage title={title} lead={words}>
      {rest}
    </PlainPage>
  )
}
