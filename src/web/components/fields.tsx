import type { ComponentChildren } from 'preact'
import { directionOf, useLanguage, wordsIn } from '../family/language.ts'
import { fieldWords } from './fields.words.ts'

/** What every field has. `error` is said under the label and linked to the field; `hint` says what to type, before it is typed. */
type FieldProps = {
  name: string
  label: ComponentChildren
  hint?: ComponentChildren
  error?: string | undefined
  optional?: boolean
}

type InputProps = FieldProps & {
  value?: string | undefined
  type?: 'text' | 'email' | 'tel' | 'password' | 'search' | 'number' | 'date' | 'time' | 'datetime-local'
  autocomplete?: string
  inputmode?: 'text' | 'numeric' | 'decimal' | 'tel' | 'email'
  required?: boolean
  /** Shown after the field, such as "pence". */
  unit?: string
  size?: 'short' | 'middle' | 'full'
  /** Codes and references read from left to right in every language, as addresses and numbers do by their type. */
  leftToRight?: boolean
}

/** One line of text. */
export function Input({
  type = 'text',
  value,
  size = 'full',
  unit,
  autocomplete,
  inputmode,
  required,
  leftToRight = type === 'email' || type === 'tel',
  ...field
}: InputProps) {
  const turned = leftToRight && directionOf(useLanguage()) === 'rtl'
  return (
    <Field {...field}>
      <span class={`input-line ${size}`}>
        {/* The types of JSX want each input type apart from the others; here they differ in nothing else. */}
        <input
          {...described(field)}
          {...({ type } as { type: 'text' })}
          name={field.name}
          value={value}
          autocomplete={autocomplete}
          inputmode={inputmode}
          required={required}
          dir={turned ? 'ltr' : undefined}
        />
        {unit ? <span class="unit">{unit}</span> : null}
      </span>
    </Field>
  )
}

/** Several lines of text. */
export function Textarea({
  value,
  rows = 5,
  maxlength,
  ...field
}: FieldProps & { value?: string | undefined; rows?: number; maxlength?: number }) {
  return (
    <Field {...field}>
      <textarea {...described(field)} name={field.name} rows={rows} maxLength={maxlength}>
        {value}
      </textarea>
    </Field>
  )
}

export type Choice = { value: string; words: string; hint?: ComponentChildren; disabled?: boolean }

/** One of many. */
export function Select({
  value,
  choices,
  ...field
}: FieldProps & { value?: string | undefined; choices: readonly Choice[] }) {
  return (
    <Field {...field}>
      <select {...described(field)} name={field.name}>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value} selected={choice.value === value} disabled={choice.disabled}>
            {choice.words}
          </option>
        ))}
      </select>
    </Field>
  )
}

/** One of a few, all in sight. */
export function Radios({
  value,
  choices,
  ...field
}: FieldProps & { value?: string | undefined; choices: readonly Choice[] }) {
  return (
    <Group {...field}>
      {choices.map((choice, index) => (
        <Tick
          key={choice.value}
          type="radio"
          name={field.name}
          error={field.error}
          choice={choice}
          index={index}
          checked={choice.value === value}
        />
      ))}
    </Group>
  )
}

/** Any of several. */
export function Checkboxes({
  values = [],
  choices,
  ...field
}: FieldProps & { values?: readonly string[]; choices: readonly Choice[] }) {
  return (
    <Group {...field}>
      {choices.map((choice, index) => (
        <Tick
          key={choice.value}
          type="checkbox"
          name={field.name}
          error={field.error}
          choice={choice}
          index={index}
          checked={values.includes(choice.value)}
        />
      ))}
    </Group>
  )
}

/** Yes or no. Sends `value` (default `yes`) when ticked and nothing when not. */
export function Checkbox({
  name,
  label,
  hint,
  error,
  value = 'yes',
  checked = false,
}: FieldProps & { value?: string; checked?: boolean }) {
  return (
    <div class={error ? 'field wrong' : 'field'}>
      {error ? <ErrorText name={name} error={error} /> : null}
      <Tick
        type="checkbox"
        name={name}
        index={0}
        checked={checked}
        choice={{ value, words: '', hint }}
        label={label}
        error={error}
      />
    </div>
  )
}

/** One or several files. `accept` such as `.csv,.xml`. */
export function FileInput({ accept, multiple, ...field }: FieldProps & { accept?: string; multiple?: boolean }) {
  return (
    <Field {...field}>
      <input {...described(field)} type="file" name={field.name} accept={accept} multiple={multiple} />
    </Field>
  )
}

function Field({ name, label, hint, error, optional, children }: FieldProps & { children: ComponentChildren }) {
  const words = wordsIn(fieldWords, useLanguage())
  return (
    <div class={error ? 'field wrong' : 'field'}>
      <label for={idOf(name)}>
        {label}
        {optional ? <span class="muted"> {words.optional}</span> : null}
      </label>
      {hint ? (
        <p class="hint" id={`${idOf(name)}-hint`}>
          {hint}
        </p>
      ) : null}
      {error ? <ErrorText name={name} error={error} /> : null}
      {children}
    </div>
  )
}

function Group({ name, label, hint, error, children }: FieldProps & { children: ComponentChildren }) {
  return (
    <fieldset class={error ? 'field wrong' : 'field'} aria-describedby={describedBy({ name, hint, error })}>
      <legend>{label}</legend>
      {hint ? (
        <p class="hint" id={`${idOf(name)}-hint`}>
          {hint}
        </p>
      ) : null}
      {error ? <ErrorText name={name} error={error} /> : null}
      {children}
    </fieldset>
  )
}

function Tick(props: {
  type: 'radio' | 'checkbox'
  name: string
  choice: Choice
  index: number
  checked: boolean
  label?: ComponentChildren
  error?: string | undefined
}) {
  const { type, name, choice, index, checked, label, error } = props
  // The first one carries the plain id, so that the error summary leads to it.
  const id = index === 0 ? idOf(name) : `${idOf(name)}-${index + 1}`
  return (
    <div class="tick">
      <input
        type={type}
        id={id}
        name={name}
        value={choice.value}
        checked={checked}
        disabled={choice.disabled}
        aria-describedby={choice.hint ? `${id}-more` : undefined}
        aria-invalid={error ? 'true' : undefined}
      />
      <div>
        <label for={id}>{label ?? choice.words}</label>
        {choice.hint ? (
          <p class="hint" id={`${id}-more`}>
            {choice.hint}
          </p>
        ) : null}
      </div>
    </div>
  )
}

function ErrorText({ name, error }: { name: string; error: string }) {
  return (
    <p class="error" id={`${idOf(name)}-error`}>
      {error}
    </p>
  )
}

function described(field: FieldProps) {
  return {
    id: idOf(field.name),
    'aria-describedby': describedBy(field),
    'aria-invalid': field.error ? ('true' as const) : undefined,
  }
}

function describedBy({ name, hint, error }: Pick<FieldProps, 'name' | 'hint' | 'error'>): string | undefined {
  const ids = [hint ? `${idOf(name)}-hint` : '', error ? `${idOf(name)}-error` : ''].filter((id) => id !== '')
  return ids.length > 0 ? ids.join(' ') : undefined
}

export function idOf(name: string): string {
  return `field-${name.replaceAll(/[^\w-]/g, '-')}`
}

/** What is wrong with a form, by the name of the field. */
export type FieldErrors = Record<string, string>

/** Stands above the form and leads to each field that needs another look. Shows nothing when nothing is wrong. */
export function ErrorSummary({ errors }: { errors: FieldErrors }) {
  const all = Object.entries(errors)
  const words = wordsIn(fieldWords, useLanguage())
  if (all.length === 0) return null
  return (
    <div class="error-summary" role="alert" aria-labelledby="error-summary-title">
      <h2 id="error-summary-title">{words.look(all.length)}</h2>
      <ul>
        {all.map(([name, error]) => (
          <li key={name}>
            <a href={`#${idOf(name)}`}>{error}</a>
          </li>
        ))}
      </ul>
      <p>{words.kept}</p>
    </div>
  )
}
