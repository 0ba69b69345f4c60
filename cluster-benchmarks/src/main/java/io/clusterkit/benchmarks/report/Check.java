package io.clusterkit.benchmarks.report;

/**
 * One target, and whether it is met.
 *
 * @param row of the table
 * @param what is compared
 * @param measured as text, with its unit
 * @param target as text, with what it is taken from
 * @param ratio measured divided by the target
 * @param met whether it is met
 */
public record Check(String row, String what, String measured, String target, double ratio, boolean met) {}
