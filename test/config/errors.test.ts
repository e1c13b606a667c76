import { describe, expect, it } from 'vitest';
import { ConfigurationError, DomainError, ERROR_CODES, EvenkeelError } from '../../src/errors.js';

describe('errors', () => {
  it('carry code, details and cause', () => {
    const cause = new Error('disk');
    const error = new EvenkeelError('IO', 'cannot read', { path: 'a' }, { cause });
    expect(error).toMatchObject({ name: 'EvenkeelError', code: 'IO', details: { path: 'a' } });
    expect(error.cause).toBe(cause);
    expect(new EvenkeelError('USAGE', 'no').details).toEqual({});
    expect(new DomainError('no')).toMatchObject({ name: 'DomainError', code: 'DOMAIN' });
  });

  it('list every violation, one per line', () => {
    const error = new ConfigurationError([
      { path: '', value: null, allowed: 'a map', message: 'first' },
      { path: 'book', value: 1, allowed: 'a map', message: 'second' },
    ]);
    expect(error).toBeInstanceOf(EvenkeelError);
    expect(error.message).toBe('(document): first\nbook: second');
    expect(error.details).toEqual({ violations: error.violations });
  });

  it('have a text per code', () => {
    for (const [code, text] of Object.entries(ERROR_CODES)) {
      expect(code).toMatch(/^[A-Z_]+$/);
      expect(text).not.toBe('');
    }
  });
});
