/** Tells trackers of experiments, such as MLflow and TensorBoard, how a run goes. */
@NullMarked
package org.retrograde.experiments.tracking;

import org.jspecify.annotations.NullMarked;
