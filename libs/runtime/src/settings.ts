import { readFileSync } from 'node:fs';
import { Inject } from '@nestjs/common';
import {
  definitions,
  secretNames,
  settingNames,
  type SettingName,
  type SettingValues,
} from './setting-definitions.ts';
import { settingsOf } from './settings-shape.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** One or more wrong settings, one readable line each; secrets are never quoted. */
export class SettingsError extends Error {
  constructor(readonly lines: readonly string[]) {
    super(lines.join('\n'));
    this.name = 'SettingsError';
  }
}

export const SETTINGS = Symbol('settings');
/** Injects the settings object of this process. */
export const InjectSettings = () => Inject(SETTINGS);

/** Settings of one process: read once, frozen. Durations are ms, sizes bytes. */
export type Settings = Frozen<ReturnType<typeof settingsOf>>;

/** Reads and checks all settings; throws SettingsError with a line for every wrong one. */
export function readSettings(environment: Environment = process.env): Settings {
  const lines: string[] = unknownNames(environment);
  const values: Record<string, unknown> = {};
  for (const name of settingNames) {
    try {
      values[name] = readSetting(name, environment);
    } catch (error) {
      lines.push(`${name}: ${(error as Error).message}`);
    }
  }
  if (lines.length === 0) lines.push(...contradictions(values as SettingValues));
  if (lines.length > 0) throw new SettingsError(lines);
  return frozen(settingsOf(values as SettingValues));
}

/** The settings of a service of its own: as `readSettings`, on real servers unless told otherwise. */
export const clusterSettings = (): Settings => readSettings({ MODE: 'cluster', ...process.env });

/** The value of a setting that this process cannot do without. */
export function needed<T>(value: T | undefined, name: SettingName): T {
  const missing = value === undefined || (Array.isArray(value) && value.length === 0);
  if (missing) throw new SettingsError([`${name}: is not set, and this service needs it`]);
  return value;
}

function readSetting(name: SettingName, environment: Environment): unknown {
  const [schema, fallback] = definitions[name];
  const given = rawValue(name, environment);
  const raw = given ?? fallback;
  if (raw === undefined) return undefined;
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  const complaint = result.error.issues[0]?.message ?? 'is wrong';
  throw new Error(isSecret(name) ? complaint : `${complaint}; it is ${JSON.stringify(raw)}`);
}

const isSecret = (name: SettingName) => (secretNames as readonly string[]).includes(name);
const present = (value: string | undefined) =>
  value === undefined || value.trim() === '' ? undefined : value;

/** An empty variable counts as not set, as compose files and charts leave them. */
function rawValue(name: SettingName, environment: Environment): string | undefined {
  const value = present(environment[name]);
  const file = isSecret(name) ? present(environment[`${name}_FILE`]) : undefined;
  if (file === undefined) return value;
  if (value !== undefined) throw new Error(`is set twice, also by ${name}_FILE`);
  try {
    return present(readFileSync(file, 'utf8').trim());
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new Error(`the file named by ${name}_FILE cannot be read (${code})`, { cause: error });
  }
}

/** A misspelt limit would silently leave the default in force. */
function unknownNames(environment: Environment): string[] {
  const known: readonly string[] = settingNames;
  return Object.keys(environment)
    .filter((name) => /^(LIMIT|SUMMARY|BOUND)_/.test(name) && !known.includes(name))
    .map((name) => `${name}: there is no such setting`);
}

function contradictions(values: SettingValues): string[] {
  const lines: string[] = [];
  if (values.PORT !== 0 && values.PORT === values.ADMIN_PORT) {
    lines.push(`ADMIN_PORT: must differ from PORT; both are ${values.PORT}`);
  }
  if (values.SUMMARY_WINDOW < values.SUMMARY_EVERY) {
    lines.push('SUMMARY_WINDOW: must not be below SUMMARY_EVERY');
  }
  if (values.KAFKA_SASL_MECHANISM !== undefined && values.KAFKA_SASL_PASSWORD === undefined) {
    lines.push('KAFKA_SASL_PASSWORD: is not set, but KAFKA_SASL_MECHANISM is');
  }
  if (isInsecure(values)) {
    lines.push(
      'PUBLIC_URL: plain http beyond this machine sends passwords in the clear; use https, or set ALLOW_INSECURE_HTTP=1',
    );
  }
  return lines;
}

const isInsecure = ({ PUBLIC_URL: url, ALLOW_INSECURE_HTTP: allowed }: SettingValues) =>
  url !== undefined &&
  !allowed &&
  url.startsWith('http:') &&
  !/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(url).hostname);

type Frozen<T> = T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T;

function frozen<T extends object>(value: T): Frozen<T> {
  for (const inner of Object.values(value) as unknown[]) {
    if (typeof inner === 'object' && inner !== null) frozen(inner);
  }
  return Object.freeze(value) as Frozen<T>;
}
