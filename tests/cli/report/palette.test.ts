/** The colours of the charts, as people with each kind of colour blindness see them. */

import { describe, expect, it } from "@jest/globals";

import { COLOURS } from "../../../cli/report/page/colours.ts";
import { read } from "../../support/files.ts";

type Triple = readonly [number, number, number];
type Matrix = readonly [Triple, Triple, Triple];

/** Machado, Oliveira and Fernandes (2009), full severity, for linear RGB. */
const SEEN_BY: Readonly<Record<string, Matrix>> = {
  everybody: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopes: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopes: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopes: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** Far more than the difference that a trained eye just notices, which is about 2. */
const LEAST_DIFFERENCE = 15;

const [lightRest = "", darkRest = ""] = [
  ...read("cli/report/page/style.css").matchAll(/--rest: (#[0-9a-f]{6})/g),
].map(([, colour]) => colour);

function linear(hex: string): Triple {
  const channel = (at: number) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

function dot(left: Triple, right: Triple): number {
  return left[0] * right[0] + left[1] * right[1] + left[2] * right[2];
}

/** CIE L*a*b*, D65. */
function lab(rgb: Triple): Triple {
  const root = (value: number) => (value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116);
  const x = root(dot([0.4124, 0.3576, 0.1805], rgb) / 0.9505);
  const y = root(dot([0.2126, 0.7152, 0.0722], rgb));
  const z = root(dot([0.0193, 0.1192, 0.9505], rgb) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function seen(hex: string, matrix: Matrix): Triple {
  const within = (value: number) => Math.min(1, Math.max(0, value));
  const rgb = linear(hex);
  return lab([
    within(dot(matrix[0], rgb)),
    within(dot(matrix[1], rgb)),
    within(dot(matrix[2], rgb)),
  ]);
}

/** Pairs that are too alike. */
function confused(colours: readonly string[], matrix: Matrix): readonly string[] {
  return colours.flatMap((left, index) =>
    colours
      .slice(index + 1)
      .filter((right) => {
        const [one, other] = [seen(left, matrix), seen(right, matrix)];
        const difference = Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
        return difference < LEAST_DIFFERENCE;
      })
      .map((right) => `${left} ${right}`),
  );
}

describe("the colours of the charts", () => {
  it.each(Object.entries(SEEN_BY))("are told apart by %s, by day and by night", (_who, matrix) => {
    expect(confused([...COLOURS, lightRest], matrix)).toEqual([]);
    expect(confused([...COLOURS, darkRest], matrix)).toEqual([]);
  });

  it("would not be with two shades of one grey", () => {
    for (const matrix of Object.values(SEEN_BY)) {
      expect(confused(["#8c8c8c", "#969696"], matrix)).toHaveLength(1);
    }
  });
});
