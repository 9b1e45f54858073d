// SPDX-License-Identifier: GPL-3.0-or-later
// What can be checked without a browser: the words, the HTML, the rules between our modules.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { HtmlValidate } from 'html-validate';

const read = (name) => readFileSync(`www/${name}`, 'utf8');
const [french, english] = ['fr', 'en'].map((language) =>
    JSON.parse(read(`words/${language}.json`)),
);
const html = read('index.html');
const modules = readdirSync('www').filter((name) => name.endsWith('.js'));
const holes = (text) => [...text.matchAll(/\{\w+\}/g)].map(([hole]) => hole).sort();

test('both languages have the same keys, and the same holes in each', () => {
    assert.deepEqual(Object.keys(english), Object.keys(french));
    for (const key of Object.keys(french))
        assert.deepEqual(holes(english[key]), holes(french[key]), key);
});

test('every word that a module or the page asks for exists', () => {
    const source = modules.map(read).join('\n');
    const asked = [
        ...source.matchAll(/\bword\('([\w.]+)'/g),
        ...html.matchAll(/data-word(?:-[a-z-]+)?="([\w.]+)"/g),
    ].map(([, key]) => key);
    const counted = [...source.matchAll(/\bcounted\('([\w.]+)'/g)].flatMap(([, key]) => [
        `${key}.one`,
        `${key}.other`,
    ]);
    assert.ok(asked.length > 60);
    for (const key of [...asked, ...counted]) assert.ok(key in french, key);
});

test('the page says in French what the words say', () => {
    for (const [, key, text] of html.matchAll(/data-word="([\w.]+)"[^>]*>([^<]+)</g))
        assert.equal(text.trim().replace(/\s*\n\s*/g, ' '), french[key], key);
    for (const [tag] of html.matchAll(/<[^>]*data-word-[^>]*>/g)) {
        for (const [, name, key] of tag.matchAll(/data-word-([a-z-]+)="([\w.]+)"/g)) {
            assert.ok(tag.includes(` ${name}="${french[key]}"`), key);
        }
    }
});

test('the page announces every module, so that none waits for another to be read', () => {
    const announced = [...html.matchAll(/rel="modulepreload" href="([\w./]+)"/g)].map(
        ([, name]) => name,
    );
    const loaded = modules.filter((name) => name !== 'main.js' && name !== 'types.js');
    assert.deepEqual(announced.sort(), [...loaded, 'leaflet/leaflet.js'].sort());
});

test('index.html is valid', async () => {
    /* A combobox has a listbox: no native element filters as one types. */
    const rules = {
        'no-inline-style': 'error',
        'prefer-native-element': ['error', { exclude: ['listbox'] }],
    };
    const validator = new HtmlValidate({ extends: ['html-validate:recommended'], rules });
    const report = await validator.validateFile('www/index.html');
    assert.deepEqual(
        report.results.flatMap(({ messages }) =>
            messages.map(({ line, ruleId, message }) => `${line}: ${ruleId} ${message}`),
        ),
        [],
    );
});

test('only api.js fetches, only map.js knows Leaflet, nobody writes markup', () => {
    for (const name of modules) {
        const source = read(name);
        assert.match(source, /^\/\/ SPDX.*\n\/\/ @ts-check\n/, name);
        assert.equal(/\bfetch\(/.test(source), name === 'api.js', `${name}: fetch`);
        assert.equal(/import .*leaflet/.test(source), name === 'map.js', `${name}: Leaflet`);
        assert.doesNotMatch(
            source,
            /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b/,
            name,
        );
    }
});
