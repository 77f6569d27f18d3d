from tests.ui.test_keys import *
def test_x(qtbot, open_window):
    window, desk = open_window()
    print(window.isActiveWindow(), QApplication.focusWidget())
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_F8); print("f8", window.strip.isVisible())
    QTest.keyClick(window.seat.form.line, Qt.Key.Key_PageDown)
    qtbot.wait(100)
    print(desk.done, desk.state.on_air.number, len(window.tasks))
